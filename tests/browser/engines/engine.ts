/** One small interface over real browsers of every make: what a test needs to act as a reader or somebody at the desk. */

export interface Look {
  /** In CSS pixels; 1280 by 800 unless told. */
  width?: number;
  height?: number;
  /** What people choose in their system. WebKitGTK knows no forced colours, and says so. */
  dark?: boolean;
  reducedMotion?: boolean;
  forcedColours?: boolean;
  /** Text at 200 %, as people set it in their browser; in WebKitGTK, which can't be told, by a style of the page. */
  largeText?: boolean;
}

export interface Engine {
  /** Such as `Chromium 103`, as the table of `npm run browsers` says it. */
  name: string;
  family: 'chromium' | 'firefox' | 'webkit';
  /** What is missing to run it here, in words; null where it can run. */
  missing: string | null;
  /** Opens an empty window as somebody who was never here before: no cookies, nothing stored. */
  open(look?: Look): Promise<Tab>;
  /** Ends whatever was started; it may be opened again. */
  close(): Promise<void>;
}

export interface Tab {
  /** As the browser tells it, such as `153.8.0`. */
  version: string;
  /** Resolves when the page has loaded. */
  goto(address: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
  /**
   * Runs a function in the page and gives what it gives, awaited; both ways as JSON. It knows nothing of what is around
   * it in the test's file.
   */
  evaluate<A extends unknown[], T>(run: (...args: A) => T, ...args: A): Promise<Awaited<T>>;
  /** The same in the frame that the selector names, whatever its origin. */
  inFrame<A extends unknown[], T>(frame: string, run: (...args: A) => T, ...args: A): Promise<Awaited<T>>;
  /** Real keys, to whatever has the focus: one as DOM calls it (`PageDown`, `a`), or several (`Control+Enter`). */
  press(keys: string): Promise<void>;
  type(text: string): Promise<void>;
  /** A real click at a point of the window. */
  clickAt(x: number, y: number): Promise<void>;
  /** Turns a real wheel over the middle of the window: so many CSS pixels down. */
  wheel(down: number): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** What the window shows, as PNG. */
  screenshot(): Promise<Buffer>;
  /** The page as printed, as PDF; null where the browser can't be told to. */
  print: (() => Promise<Buffer>) | null;
  setCookie(cookie: { url: string; name: string; value: string }): Promise<void>;
  close(): Promise<void>;
}

/** The text that runs `run` with `args` anywhere: an expression. */
export const call = (run: (...args: never[]) => unknown, args: unknown[]): string =>
  `(${String(run)})(...${JSON.stringify(args)})`;
