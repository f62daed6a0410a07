/**
 * Makes a browser of today as poor as the oldest one of its make that is promised: what MDN's data says that one lacks is
 * taken away before a page's own scripts run, and its styles are made such as the older one would not take.
 */
import type { Target } from '../../../client/targets.ts';
import { childrenOf, featureAt, lackedBy } from '../../../scripts/compat/data.ts';

type Make = 'safari' | 'firefox';

/** A script for `startBefore`. */
export function takenAway(make: Make, target: Target): string {
  const only = { [make]: target[make] } as unknown as Target;
  const names: [type: string, member: string, isStatic: boolean][] = [];
  const roots = [
    ...childrenOf(featureAt('api')),
    ...childrenOf(featureAt('javascript', 'builtins')),
    ...childrenOf(featureAt('javascript', 'builtins', 'Intl')),
  ];
  for (const [type, feature] of roots) {
    if (lackedBy(feature, only)) names.push(['', type, true]);
    for (const [member, child] of childrenOf(feature))
      if (member !== type && !member.includes('@') && lackedBy(child, only))
        names.push([type, member.replace(/_static$/, ''), member.endsWith('_static')]);
  }
  return `(${String(take)})(${JSON.stringify(names)}, ${lackedBy(featureAt('api', 'CSSStyleSheet', 'CSSStyleSheet'), only) !== ''})`;
}

function take(names: [string, string, boolean][], noSheets: boolean): void {
  const root = globalThis as unknown as Record<string, unknown>;
  const owner = (type: string): Record<string, unknown> | undefined =>
    (root[type] ?? (Intl as unknown as Record<string, unknown>)[type]) as never;
  const drop = (from: object | undefined, name: string): void => {
    try {
      if (from) Reflect.deleteProperty(from, name);
    } catch {
      // It can't be taken away.
    }
  };
  for (const [type, member, isStatic] of names) {
    if (type === '') {
      // Types go, but not those that the page's own frame is made of.
      if (!/^(HTML|SVG|CSS|Window|Document|Element|Node|Event)/.test(member)) {
        drop(root, member);
        drop(Intl, member);
      }
      continue;
    }
    const of = owner(type);
    if (isStatic) drop(of, member);
    else {
      drop(of?.prototype as object | undefined, member);
      if (type === 'Object' || type === 'Promise' || type === 'Array' || type === 'Map' || type === 'Intl')
        drop(of, member);
      if (type === 'Window') drop(root, member);
    }
  }
  if (noSheets)
    root.CSSStyleSheet = new Proxy(CSSStyleSheet, {
      construct() {
        throw new TypeError('Illegal constructor.');
      },
    });
}

/** For the `change` of `startBefore`: what the promised versions' styles and markup don't know. */
export const poorerText = (text: string): string =>
  text
    .replaceAll(':has(', ':-gone(')
    .replaceAll('light-dark(', '-gone(')
    .replaceAll('color-mix(', '-gone(')
    .replaceAll('::details-content', '::-gone')
    .replace(/\b8lh\b/g, '8gone')
    .replace(/@media ?\((width|height)[<>]/g, '@media (gone>')
    .replaceAll('shadowrootmode', 'gone-mode');
