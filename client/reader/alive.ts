/** Brings the page that the server has rendered to life. */
import '../styles/tokens.css';
import '../styles/fonts.css';
import '../styles/base.css';
import '../styles/plain-pages.css';
import { type Component, flushSync, hydrate } from 'svelte';
import type { Written } from '../../shared/pages.ts';
import { writeAs } from '../times/written.ts';
import { loadWords } from './words/load.ts';
import type { Words } from './words/words.ts';

/** `languageOf` gives the language of the page's own words (BCP 47). Pages of errors bring no props, and stay as they are. */
export async function comeAlive<Props extends { written: Written }>(
  page: Component<Props & { words: Words }>,
  languageOf: (given: Props) => string,
): Promise<void> {
  const props = document.getElementById('props')?.textContent;
  const target = document.getElementById('app');
  if (!props || !target) return;
  const served = target.cloneNode(true) as Element;
  try {
    const given = JSON.parse(props) as Props;
    const loading = loadWords(languageOf(given));
    await nextTask();
    await writeAs(given.written); // the first time that a browser writes takes it as long as half of the page
    const words = await loading;
    await nextTask();
    hydrate(page, { target, props: { ...given, words } });
    flushSync();
    if (!CSS.supports('selector(::details-content)')) void import('./page/print.ts').catch(() => {});
  } catch (error) {
    // Whatever broke: the page is as the server made it, of a time that it says, with links to more, and never "Live".
    for (const live of served.querySelectorAll('.is-live')) live.parentElement!.remove();
    target.replaceWith(served);
    throw error;
  }
}

/** Long work in pieces: a press or a scroll gets its turn in between. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
