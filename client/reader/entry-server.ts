import { render } from 'svelte/server';
import ErrorPage from './ErrorPage.svelte';
import HomePage from './HomePage.svelte';
import ReaderPage from './ReaderPage.svelte';
import type { ErrorProps, HomeProps, ReaderProps } from './props.ts';

export interface Rendered {
  head: string;
  body: string;
}

export function renderReader(props: ReaderProps): Rendered {
  const { head, body } = render(ReaderPage, { props });
  return { head, body };
}

export function renderHome(props: HomeProps): Rendered {
  const { head, body } = render(HomePage, { props });
  return { head, body };
}

export function renderError(props: ErrorProps): Rendered {
  const { head, body } = render(ErrorPage, { props });
  return { head, body };
}
