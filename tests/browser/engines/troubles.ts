/** What goes wrong on a page unseen, told in every engine alike: for `startBefore`. */
import type { Tab } from './engine.ts';

declare global {
  interface Window {
    troubles: string[];
  }
}

/** Notes errors, rejections, warnings and what a CSP forbids. */
export const NOTE_TROUBLES = `(${String(() => {
  if (typeof window === 'undefined') return; // in a service worker
  const troubles: string[] = (window.troubles = []);
  addEventListener('error', ({ message }) => void troubles.push(`error: ${message}`));
  addEventListener('unhandledrejection', ({ reason }) => void troubles.push(`rejected: ${String(reason)}`));
  addEventListener('securitypolicyviolation', (event) => {
    troubles.push(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
  });
  for (const level of ['error', 'warn'] as const) {
    const write = console[level].bind(console);
    console[level] = (...what: unknown[]) => {
      troubles.push(`console ${level}: ${what.map(String).join(' ')}`);
      write(...what);
    };
  }
})})()`;

/** Throws where the page was not opened through `startBefore(…, NOTE_TROUBLES)`: silence would say nothing there. */
export const troublesOn = (tab: Tab): Promise<string[]> =>
  tab.evaluate(() => {
    if (!window.troubles) throw new Error('nobody notes the troubles of this page');
    return window.troubles;
  });
