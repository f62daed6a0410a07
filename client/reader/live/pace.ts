/** Lets what comes in a storm wait until what came before it has found its place. */
export interface Pace<News> {
  take(news: News): void;
  /** What is taken in the next milliseconds waits until they are over. */
  rest(milliseconds: number): void;
  /** What waits is not to wait any longer. */
  catchUp(): void;
}

/** Four times a second: more than that nobody can read. */
const LEAST_MS = 250;

/**
 * Each piece of news holds all of the ones before it: of those that wait, the last is enough. `whenReady` says when it
 * may be received.
 */
export function pace<News>(
  receive: (news: News) => void,
  whenReady: (work: () => void) => void = (work) => work(),
): Pace<News> {
  let waiting: News | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function take(news: News): void {
    waiting = news;
    if (timer === undefined) whenReady(catchUp);
  }

  function rest(milliseconds: number): void {
    clearTimeout(timer);
    timer = milliseconds > 0 ? setTimeout(goOn, milliseconds) : undefined;
  }

  function goOn(): void {
    timer = undefined;
    whenReady(catchUp);
  }

  function catchUp(): void {
    rest(0);
    const news = waiting;
    waiting = null;
    if (news === null) return;
    receive(news);
    if (timer === undefined) rest(LEAST_MS);
  }

  return { take, rest, catchUp };
}
