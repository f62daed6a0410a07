import { render } from 'svelte/server';
import ErrorPage from './ErrorPage.svelte';
import HomePage from './HomePage.svelte';
import PageHead from './PageHead.svelte';
import ReaderPage from './ReaderPage.svelte';
import type { ErrorProps, HomeProps, PageHeadProps, ReaderProps } from './props.ts';
import { loadAllWords } from './words.ts';

/** The page's words for a blog in this language. */
export const wordsFor = await loadAllWords();

export interface Rendered {
  head: string;
  body: string;
}

export function renderReader(props: ReaderProps, headProps: PageHeadProps): Rendered {
  const { head, body } = render(ReaderPage, {
    props: { ...props, words: wordsFor(props.blog.head.language) },
  });
  return { head: render(PageHead, { props: headProps }).head + head, body };
}

export function renderHome(props: HomeProps): Rendered {
  const { head, body } = render(HomePage, { props: { ...props, words: wordsFor(props.language) } });
  return { head, body };
}

export function renderError(props: ErrorProps): Rendered {
  const { head, body } = render(ErrorPage, { props: { ...props, words: wordsFor(props.language) } });
  return { head, body };
}
