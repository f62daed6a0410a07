/** When a node looks at its record: now and then, more often while it can't be reached, and at once after a pause of its own. */

/** How often the time is looked at. */
const TICK_MS = 1_000;
/** A process that has not run for longer was frozen, or its machine was: everybody else has gone on without it. */
const PAUSE_MS = 4_000;

interface Rounds {
  /** Milliseconds between two looks. */
  every: number;
  /** Looks as often as it can. */
  isHurried(): boolean;
  /** This process has not run for a while; look() follows. */
  onPause(milliseconds: number): void;
  /** Called again only once it has resolved. */
  look(): Promise<void>;
}

/** Until the function that it gives back is called. */
export function goRounds({ every, isHurried, onPause, look }: Rounds): () => void {
  const tick = Math.min(TICK_MS, every);
  let tickedAt = Date.now(); // a machine that sleeps stops the other clock, too
  let lookedAt = performance.now();
  let isLooking = false;

  const timer = setInterval(() => {
    const pause = Date.now() - tickedAt - tick;
    tickedAt = Date.now();
    if (pause > PAUSE_MS) onPause(pause);
    else if (isLooking || (performance.now() - lookedAt < every && !isHurried())) return;
    lookedAt = performance.now();
    isLooking = true;
    void look().finally(() => (isLooking = false));
  }, tick);
  return () => clearInterval(timer);
}
