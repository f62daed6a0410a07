/** Notices that a socket has brought nothing for long, so that a page never looks live for more than 20 s when it isn't [R15]. */
import { isHidden } from './polls.ts';

/** The service says something every ten seconds. What is asked then is answered, or given up, within five more. */
const QUIET_MS = 13_000;

export interface Silence {
  /** Something has come. */
  heard(): void;
  /** Nothing has come for so long that the socket may only look open. */
  isQuiet(): boolean;
  start(): void;
  stop(): void;
}

/** `ask` is called while it is quiet and somebody looks: whoever looks again wakes the page, which asks. */
export function openSilence(ask: () => void): Silence {
  let heardAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Also where the device's clock was set back: else it would seem to have heard something for as long. */
  const isQuiet = (): boolean => Math.abs(Date.now() - heardAt) >= QUIET_MS;

  function wait(): void {
    const left = isQuiet() ? QUIET_MS : heardAt + QUIET_MS - Date.now();
    timer = setTimeout(check, left + Math.random() * 1_000); // not all of a crowd at once
  }

  function check(): void {
    wait();
    if (isQuiet() && !isHidden()) ask();
  }

  function heard(): void {
    heardAt = Date.now();
  }

  function stop(): void {
    clearTimeout(timer);
  }

  function start(): void {
    stop();
    heard();
    wait();
  }

  return { heard, isQuiet, start, stop };
}
