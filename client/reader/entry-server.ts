import { render } from 'svelte/server';
import { writtenAt } from '../times/written-server.ts';
import ErrorPage from './page/ErrorPage.svelte';
import FrontMeta from './front/FrontMeta.svelte';
import FrontPage from './front/FrontPage.svelte';
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

export const renderFront: PageRenderer['renderFront'] = (props, headProps) => {
  const words = wordsFor(props.language);
  const { head, body } = render(FrontPage, { props: { ...props, words } });
  return { head: render(FrontMeta, { props: { ...headProps, words } }).head + head, body };
};

export const renderError: PageRenderer['renderError'] = (props) => {
  const { head, body } = render(ErrorPage, { props: { ...props, words: wordsFor(props.language) } });
  return { head, body };
};
