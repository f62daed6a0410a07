/**
 * What lets a page that the browser has translated stay true (client/true-texts.ts): wherever a text can change
 * or go, an element holds it and nothing else, so that there is something to change or take away.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { type AST, parse } from 'svelte/compiler';
import { expect, test } from 'vitest';

const READER = new URL('../../client/reader/', import.meta.url);
/** Made on the server alone: nothing on them changes. */
const STILL = ['page/ErrorPage.svelte', 'page/HomePage.svelte', 'page/PageHead.svelte'];
const files = readdirSync(READER, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.svelte') && !STILL.includes(name),
);

type Node = AST.Fragment['nodes'][number];
const ELEMENTS = ['RegularElement', 'TitleElement'];
const CHANGING = ['ExpressionTag', 'HtmlTag'];
const isBlank = (node: Node): boolean => node.type === 'Text' && node.data.trim() === '';
const isText = ({ type }: Node): boolean => type === 'Text' || type === 'ExpressionTag';

/** The texts that a translator would tear away from what the page goes on changing, as they are in the source. */
function tornIn(source: string): string[] {
  const torn: string[] = [];
  look(parse(source, { modern: true }).fragment, 'the component', '');
  return torn;

  function look(fragment: AST.Fragment, holder: string, around: string): void {
    const nodes = fragment.nodes.filter((node) => !isBlank(node) && node.type !== 'Comment');
    const isHeld = ELEMENTS.includes(holder);
    // In a key block an element is made anew when its text changes, with all that is in it.
    const isAlone = isHeld && (nodes.every(isText) || nodes.length === 1 || around === 'KeyBlock');
    const canTear = ({ type }: Node): boolean =>
      type === 'Text' ? !isHeld : CHANGING.includes(type) && !isAlone;
    for (const { start, end } of nodes.filter(canTear))
      torn.push(`in ${holder}: ${source.slice(start, end).trim()}`);
    for (const node of nodes) for (const [inside, within] of fragmentsOf(node)) look(inside, within, holder);
  }
}

const fragmentsOf = (node: Node): [AST.Fragment, string][] =>
  ['fragment', 'body', 'consequent', 'alternate', 'fallback'].flatMap((part) => {
    const fragment = (node as unknown as Record<string, AST.Fragment | null>)[part];
    return fragment?.type === 'Fragment' ? [[fragment, node.type] as [AST.Fragment, string]] : [];
  });

test.each(files)('%s: each text that can change or go has an element of its own', (file) => {
  expect(tornIn(readFileSync(new URL(file, READER), 'utf8'))).toEqual([]);
});

test.each([
  ['beside an element', '<p><b>Correction:</b> {text}</p>'],
  ['alone in a block', '{#if on}<p></p>{:else}Off{/if}'],
  ['alone in a component', '{text}'],
  ['in another component', '<Label>{text}</Label>'],
  ['as HTML beside something', '<div><p></p>{@html text}</div>'],
])('is seen: a text %s', (_where, source) => {
  expect(tornIn(source)).toHaveLength(1);
});

test.each([
  '<p>{a} and {b}</p>',
  '{#if on}<p>{a}</p>{/if}',
  '<p>By <b>{name}</b></p>',
  '<div>{@html text}</div>',
])('holds: %s', (source) => expect(tornIn(source)).toEqual([]));
