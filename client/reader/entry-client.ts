import '../styles/tokens.css';
import '../styles/fonts.css';
import '../styles/base.css';
import '../styles/plain-pages.css';
import { hydrate } from 'svelte';
import { clock } from '../format.ts';
import ReaderPage from './ReaderPage.svelte';
import type { ReaderProps } from '../../shared/pages.ts';
import { loadWords } from './words.ts';

// Only the reader page brings props; the home and error pages need the styles and no more.
const props = document.getElementById('props')?.textContent;
const target = document.getElementById('app');

if (props && target) {
  const given = JSON.parse(props) as ReaderProps;
  const { head } = given.blog;
  const loading = loadWords(head.language);
  await nextTask();
  clock(head.updatedAt, head); // the first time that a browser writes takes it as long as half of the page
  const words = await loading;
  await nextTask();
  hydrate(ReaderPage, { target, props: { ...given, words } });
}

/** Long work in pieces: a press or a scroll gets its turn in between. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
