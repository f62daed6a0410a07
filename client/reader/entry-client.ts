import '../styles/tokens.css';
import '../styles/fonts.css';
import '../styles/base.css';
import '../styles/plain-pages.css';
import { hydrate } from 'svelte';
import ReaderPage from './ReaderPage.svelte';
import type { ReaderProps } from './props.ts';
import { loadWords } from './words.ts';

// Only the reader page brings props; the home and error pages need the styles and no more.
const props = document.getElementById('props')?.textContent;
const target = document.getElementById('app');

if (props && target) {
  const given = JSON.parse(props) as ReaderProps;
  const words = await loadWords(given.blog.head.language);
  hydrate(ReaderPage, { target, props: { ...given, words } });
}
