/** What an entry may have survives being opened in the composer and saved. */
import fc from 'fast-check';
import { getSchema } from '@tiptap/core';
import { DOMParser, DOMSerializer } from '@tiptap/pm/model';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { write } from '../../client/desk/composer/html.ts';
import { NODES } from '../../client/desk/composer/nodes.ts';
import { sanitise } from '../../server/newsroom/sanitise.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const schema = getSchema(NODES);

/** They drop the first line break of typed text. */
const asBrowsersRead = (html: string): string => html.replace(/(<pre[^>]*>)\n/g, '$1');

function throughComposer(html: string): string {
  const place = document.createElement('div');
  place.innerHTML = asBrowsersRead(html);
  const doc = DOMParser.fromSchema(schema).parse(place as unknown as Node);
  const fragment = DOMSerializer.fromSchema(schema).serializeFragment(doc.content, {
    document: document as unknown as Document,
  });
  return write(fragment as DocumentFragment).html;
}

test.each([
  '<p>10<sup>6</sup> CO<sub>2</sub> <small>about</small> <mark>new</mark> <q>no</q> <code>x</code></p>',
  '<p><del>5</del><ins>6</ins><s>7</s> <abbr title="007">agent</abbr> <bdo dir="rtl">abc</bdo></p>',
  '<p lang="ar" dir="rtl">مرحبا <span lang="en" dir="ltr">Hello</span></p><h3 lang="fr">Oui</h3>',
  '<p>a<br />b</p><hr /><p>c</p>',
  '<pre>  two\n\tthree  <strong>x</strong></pre>',
  '<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby><ruby>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby>です</p>',
  '<ol start="5" reversed="" type="i"><li><p>x</p></li><li value="9"><p>y</p><ul><li><p>z</p></li></ul></li></ol>',
  '<table><tbody><tr><th scope="col">City</th><th>n</th></tr><tr><td colspan="2" lang="uk">Київ</td></tr></tbody></table>',
  '<table><tbody><tr><td rowspan="2">a</td><td></td></tr><tr><td><p>b</p><p>c</p></td></tr></tbody></table>',
  '<blockquote lang="uk"><p>Так.</p><ul><li><p>one</p></li></ul></blockquote>',
  '<p><a href="https://example.org/" rel="noopener">map <em>of</em></a> <a href="tel:112" rel="noopener">112</a></p>',
])('%s comes out as it went in', (html) => {
  expect(sanitise(html)).toEqual({ html, leftOut: [] });
  expect(throughComposer(html)).toBe(html);
});

/**
 * The same text, said one way: marks on each character in one order, no paragraphs in items, quotes and cells that hold
 * nothing else, none around what stands alone.
 */
function meaningOf(html: string): unknown {
  const place = document.createElement('div');
  place.innerHTML = asBrowsersRead(html);
  const runs: string[] = [];
  const walk = (node: Node, blocks: string, marks: string[]): void => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) {
        for (const sign of child.nodeValue ?? '')
          runs.push(`${blocks}|${[...new Set(marks)].sort().join(' ')}|${sign}`);
        continue;
      }
      const element = child as Element;
      const said = [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort();
      const name = [element.localName, ...said].join(',');
      if (INLINE.has(element.localName)) walk(element, blocks, [...marks, name]);
      else if (name === 'p') walk(element, blocks, marks);
      else walk(element, `${blocks} ${name}`, marks);
      if (element.localName === 'br' || element.localName === 'hr') runs.push(`${blocks} ${name}`);
    }
  };
  walk(place as unknown as Node, '', []);
  return runs;
}
const INLINE = new Set('a abbr bdo code del em ins mark q rp rt ruby s small span strong sub sup'.split(' '));

test('whatever was sent: nothing is lost, and the second time nothing changes', () => {
  const inline = [
    'b',
    'i',
    's',
    'del',
    'ins',
    'mark',
    'small',
    'sub',
    'sup',
    'q',
    'code',
    'a href="https://a.example/"',
    'abbr title="x"',
  ];
  const blocks = [
    'p',
    'div',
    'h2',
    'h4',
    'blockquote',
    'ul><li',
    'ol start=3><li',
    'pre',
    'table><tr><td>k<td',
    'p lang=fr',
  ];
  const words = fc.constantFrom(
    'one',
    ' two ',
    'x',
    '<br>',
    '語',
    ' ',
    '<ruby>漢<rt>かん</ruby>',
    '<span lang=ar dir=rtl>س</span>',
  );
  const close = (tag: string): string =>
    tag
      .split('>')
      .reverse()
      .map((name) => `</${/^<?(\w+)/.exec(name)![1]}>`)
      .join('');
  const line = fc
    .array(fc.tuple(fc.constantFrom('', ...inline), words), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map(([tag, word]) => (tag ? `<${tag}>${word}${close(tag)}` : word)).join(''));
  const block: fc.Arbitrary<string> = fc.letrec((tie) => ({
    block: fc
      .tuple(
        fc.constantFrom(...blocks),
        fc.oneof({ maxDepth: 3 }, line, fc.array(tie('block'), { minLength: 1, maxLength: 3 })),
      )
      .map(([tag, inside]) => `<${tag}>${Array.isArray(inside) ? inside.join('') : inside}${close(tag)}`),
  })).block as fc.Arbitrary<string>;
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 3 }), (sent) => {
      const { html } = sanitise(sent.join(''));
      const saved = throughComposer(html);
      expect(meaningOf(saved)).toEqual(meaningOf(html));
      expect(sanitise(saved)).toEqual({ html: saved, leftOut: [] });
      expect(throughComposer(saved)).toBe(saved);
    }),
    { numRuns: 300 },
  );
});
