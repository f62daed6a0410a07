/** Who has what since when: MDN's compatibility data, asked about the promised browsers. */
import bcd from '@mdn/browser-compat-data' with { type: 'json' };
import type { CompatStatement, Identifier } from '@mdn/browser-compat-data/types';
import type { Target } from '../../client/targets.ts';

export type Node = Identifier;

/** Which of the target's browsers lack a feature, in words, such as `Firefox 100 (since 104)`; empty where all have it. */
export function lackedBy(feature: Node | undefined, target: Target): string {
  const compat = feature?.__compat;
  if (!compat) return '';
  return Object.entries(target)
    .flatMap(([browser, version]) => KINDS[browser as keyof Target].map((kind) => ({ ...kind, version })))
    .flatMap(({ name, id, version }) => {
      const since = missingUntil(compat, id, Number(version));
      return since === null ? [] : [`${name} ${version} (${since})`];
    })
    .join(', ');
}

type Browser = keyof CompatStatement['support'];

/** Phones' browsers are their own in the data. */
const KINDS: Record<keyof Target, { name: string; id: Browser }[]> = {
  chrome: [
    { name: 'Chrome', id: 'chrome' },
    { name: 'Chrome on Android', id: 'chrome_android' },
  ],
  safari: [
    { name: 'Safari', id: 'safari' },
    { name: 'Safari on iOS', id: 'safari_ios' },
  ],
  firefox: [
    { name: 'Firefox', id: 'firefox' },
    { name: 'Firefox on Android', id: 'firefox_android' },
  ],
};

/** Null where this version has it; else when it came. */
function missingUntil({ support }: CompatStatement, browser: Browser, version: number): string | null {
  const statements = [support[browser] ?? []].flat();
  const plain = statements.filter((each) => !each.flags && !each.prefix && !each.alternative_name);
  const isThere = plain.some(
    ({ version_added: added, version_removed: removed }) =>
      numberOf(added) <= version && !(removed && numberOf(removed) <= version),
  );
  if (isThere) return null;
  const [first] = plain;
  return first?.version_added && first.version_added !== 'preview'
    ? `since ${first.version_added}`
    : 'not at all';
}

function numberOf(version: string | boolean | null | undefined): number {
  if (typeof version !== 'string' || version === 'preview') return Infinity;
  return Number(version.replace('≤', ''));
}

/** The feature at a path of names; undefined where the data has none. */
export function featureAt(...path: string[]): Node | undefined {
  let node: Node | undefined = bcd as unknown as Node;
  for (const name of path)
    node = node && Object.hasOwn(node, name) ? (node as Record<string, Node>)[name] : undefined;
  return node;
}

/** What stands under a feature, by name, without what is said of itself. */
export const childrenOf = (node: Node | undefined): [name: string, child: Node][] =>
  Object.entries(node ?? {}).filter(([name]) => name !== '__compat') as [string, Node][];

/** The feature by this name right under another; undefined where there is none. */
export const featureIn = (node: Node | undefined, name: string): Node | undefined =>
  childrenOf(node).find(([each]) => each === name)?.[1];
