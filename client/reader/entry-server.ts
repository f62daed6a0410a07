import { render } from 'svelte/server';
import { writtenAt } from '../times/written-server.ts';
import ErrorPage from './page/ErrorPage.svelte';
import HomePage from './page/HomePage.svelte';
import PageHead from './page/PageHead.svelte';
import ReaderPage from './page/ReaderPage.svelte';
import type { PageRenderer } from '../../shared/pages.ts';
import { loadAllWords } from './words/load.ts';

/** The page's words for a blog in this language. */
export const wordsFor = await loadAllWords();

/** How a blog's times are written here. */
export const writtenFor: PageRenderer['writtenFor'] = ({ updatedAt, ...locale }) =>
  writtenAt(updatedAt, locale);

export const renderReader: PageRenderer['renderReader'] = (props, headProps) => {
  const { head, body } = render(ReaderPage, {
    props: { ...props, words: wordsFor(props.blog.head.language) },
  });
  return { head: render(PageHead, { props: headProps }).head + head, body };
};

export const renderHome: PageRenderer['renderHome'] = (props) => {
  const { head, body } = render(HomePage, { props: { ...props, words: wordsFor(props.language) } });
  return { head, body };
};

export const renderError: PageRenderer['renderError'] = (props) => {
  const { head, body } = render(ErrorPage, { props: { ...props, words: wordsFor(props.language) } });
  return { head, body };
};
