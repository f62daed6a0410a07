import { render } from 'svelte/server';
import { writtenAt } from '../written-server.ts';
import ErrorPage from './ErrorPage.svelte';
import HomePage from './HomePage.svelte';
import PageHead from './PageHead.svelte';
import ReaderPage from './ReaderPage.svelte';
import type { PageRenderer } from '../../shared/pages.ts';
import { loadAllWords } from './words.ts';

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
