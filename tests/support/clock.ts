/** Settings for a process whose clock is wrong: ahead by so many milliseconds, or behind. */
export function clockAhead(milliseconds: number): Record<string, string> {
  const skew = `const now = Date.now.bind(Date), Real = Date;
    globalThis.Date = class extends Real {
      constructor(...of) { super(...(of.length > 0 ? of : [now() + ${milliseconds}])); }
      static now() { return now() + ${milliseconds}; }
    };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(skew)}` };
}
