/** The same question over HTTP again and again, while the line has no answer. */

export interface Polls {
  /** Asks in so many milliseconds, and goes on until it is stopped. */
  start(milliseconds: number): void;
  /** As start(), but leaves alone what has been started already. */
  begin(milliseconds: number): void;
  stop(): void;
  isRunning(): boolean;
}

const EVERY_MS = 10_000;
/** A question that hangs is not waited for: the next one finds a network that is back, and the old one may never. */
const AGAIN_MS = 2_000;
/** No more than a browser opens to one host. */
const MOST_AT_ONCE = 4;
/** Where there is somebody who refuses, or nobody at all, a crowd must not insist; the next node may know more. */
const BACK_OFF_MS = { first: 1_000, most: 6_000 };

/** `ask` rejects where there was no answer. */
export function openPolls(ask: () => Promise<void>): Polls {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let underWay = 0;
  let refusals = 0;
  return { start, begin, stop, isRunning };

  function start(milliseconds: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void poll(), milliseconds);
  }

  function begin(milliseconds: number): void {
    if (!isRunning()) start(milliseconds);
  }

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
    refusals = 0;
  }

  function isRunning(): boolean {
    return timer !== undefined;
  }

  async function poll(): Promise<void> {
    const startedAt = Date.now();
    start(jittered(isHidden() ? EVERY_MS : AGAIN_MS));
    if (underWay >= MOST_AT_ONCE) return;
    underWay += 1;
    try {
      await ask();
      refusals = 0;
      if (isRunning()) start(jittered(EVERY_MS));
    } catch {
      if (isRunning() && !isHidden() && Date.now() - startedAt < AGAIN_MS / 2)
        start(jittered(Math.min(BACK_OFF_MS.most, BACK_OFF_MS.first * 1.5 ** refusals++)));
    } finally {
      underWay -= 1;
    }
  }
}

/** A crowd does not ask in step. */
const jittered = (milliseconds: number): number => milliseconds * (0.8 + 0.4 * Math.random());

/** Out of sight, in a browser; a program always looks. */
export const isHidden = (): boolean =>
  (globalThis as { document?: { visibilityState: string } }).document?.visibilityState === 'hidden';
