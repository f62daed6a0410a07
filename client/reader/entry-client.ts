import '../styles/tokens.css';
import '../styles/fonts.css';
import '../styles/base.css';
import '../styles/plain-pages.css';
import { flushSync, hydrate } from 'svelte';
import { writeAs } from '../times/written.ts';
import ReaderPage from './page/ReaderPage.svelte';
import type { ReaderProps } from '../../shared/pages.ts';
import { loadWords } from './words/load.ts';

// Only the reader page brings props; the home and error pages need the styles and no more.
const props = document.getElementById('props')?.textContent;
const target = document.getElementById('app');

if (props && target) {
  const served = target.cloneNode(true) as Element;
  try {
    const given = JSON.parse(props) as ReaderProps;
    const loading = loadWords(given.blog.head.language);
    await nextTask();
    await writeAs(given.written); // the first time that a browser writes takes it as long as half of the page
    const words = await loading;
    await nextTask();
    hydrate(ReaderPage, { target, props: { ...given, words } });
    flushSync();
    if (!CSS.supports('selector(::details-content)')) void import('./page/print.ts').catch(() => {});
  } catch (error) {
    // Whatever broke: the page is as the server made it, of a time that it says, with links to more, and never "Live".
    served.querySelector('.is-live')?.parentElement!.remove();
    target.replaceWith(served);
    throw error;
  }
}

/** Long work in pieces: a press or a scroll gets its turn in between. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
