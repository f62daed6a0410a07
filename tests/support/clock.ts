/** Settings for a process whose clock is wrong: ahead by so many milliseconds, or behind. */
export const clockAhead = (milliseconds: number): Record<string, string> =>
  skewed(`let skew = ${milliseconds};`);

/** The same for one whose clock is right, and is set back by so many milliseconds when SIGUSR2 comes. */
export const clockSetBack = (milliseconds: number): Record<string, string> =>
  skewed(`let skew = 0; process.on('SIGUSR2', () => { skew = -${milliseconds}; });`);

function skewed(skew: string): Record<string, string> {
  const script = `${skew} const now = Date.now.bind(Date), Real = Date;
    globalThis.Date = class extends Real {
      constructor(...of) { super(...(of.length > 0 ? of : [now() + skew])); }
      static now() { return now() + skew; }
    };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}
