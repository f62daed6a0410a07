/** When a page may have missed something: another network, back from the browser's cache, thawed, a device that slept. */
import { isHidden } from './follow/polls.ts';

const LOOK_EVERY_MS = 1_000;
/** So much later than it should be a timer is only where everything has stood still. */
const SLEPT_MS = 5_000;

/** Calls `wake` then, with the name of what has happened, until the signal aborts. */
export function whenWoken(wake: (why: string) => void, signal?: AbortSignal): void {
  let lookedAt = Date.now();
  const tell = ({ type }: { type: string }): void => {
    lookedAt = Date.now();
    wake(type);
  };
  const options = signal && { signal };
  for (const type of ['online', 'offline', 'pageshow']) window.addEventListener(type, tell, options);
  for (const type of ['visibilitychange', 'resume']) document.addEventListener(type, tell, options);
  // Nobody tells a page that its device has slept. Where it is out of sight its timers are late anyway.
  const looking = setInterval(() => {
    if (Date.now() - lookedAt > SLEPT_MS && !isHidden()) tell({ type: 'slept' });
    lookedAt = Date.now();
  }, LOOK_EVERY_MS);
  signal?.addEventListener('abort', () => clearInterval(looking));
}
