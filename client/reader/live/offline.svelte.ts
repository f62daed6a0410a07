/** Has the page kept, as it was last read, for when there is no network. */
import type { Reader } from './reader.svelte.ts';
import { hasWorker, tellWorker } from '../alerts/worker.ts';
import { whenIdle } from './idle.ts';

/** Call it while the page's component is made. */
export function keepForOffline(reader: Reader): void {
  let keptSeq = -1;

  $effect(() => {
    if (!hasWorker()) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    // What the reader came for loads first.
    if (document.readyState === 'complete') whenIdle(keep);
    else window.addEventListener('load', () => whenIdle(keep), { signal });
    document.addEventListener(
      'visibilitychange',
      () => void (document.visibilityState === 'hidden' && keep()),
      { signal },
    );
    return () => leaving.abort();
  });

  /** Once for each state of the blog: a crowd that leaves costs no more than it must. */
  function keep(): void {
    if (reader.seq === keptSeq) return;
    keptSeq = reader.seq;
    tell({ keep: { path: location.pathname + location.search, seq: reader.seq, assets: ownAssets() } });
  }
}

/** No copy that holds one of these entries may stay [R7], whichever page it is of. */
export function forgetOffline(entries: string[]): void {
  if (hasWorker()) tell({ forget: entries });
}

/** Nothing depends on it: where it can't be, the page works as before. */
const tell = (message: Parameters<typeof tellWorker>[0]): void => void tellWorker(message).catch(() => {});

function ownAssets(): string[] {
  return performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'))
    .map(({ pathname }) => pathname);
}
