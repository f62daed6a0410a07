/** Every element of the HTML standard, those it calls obsolete too: shown, said otherwise, or left out and told. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBlank, sanitise } from '../../server/newsroom/sanitise.ts';
import { ELEMENTS, inWords } from '../../shared/html/elements.ts';
import { INLINE, plainText } from '../../shared/text.ts';

/** Elements that end a line in browsers (their default style sheets). */
const BLOCKS =
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu multicol nav ol optgroup option p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp'.split(
    ' ',
  );
const VOID =
  'area base basefont bgsound br col embed frame hr image img input isindex keygen link meta nextid param source spacer track wbr'.split(
    ' ',
  );
/** https://html.spec.whatwg.org/multipage/indices.html#elements-3 and …/obsolete.html#non-conforming-features */
const ALL = [
  ...'a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col'.split(
    ' ',
  ),
  ...'colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2'.split(
    ' ',
  ),
  ...'h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu'.split(
    ' ',
  ),
  ...'meta meter nav noscript object ol optgroup option output p picture pre progress q rp rt ruby s samp script'.split(
    ' ',
  ),
  ...'search section select selectedcontent slot small source span strong style sub summary sup svg table tbody td'.split(
    ' ',
  ),
  ...'template textarea tfoot th thead time title tr track u ul var video wbr'.split(' '),
  ...'acronym applet basefont bgsound big blink center dir font frame frameset image isindex keygen listing marquee'.split(
    ' ',
  ),
  ...'menuitem multicol nextid nobr noembed noframes param plaintext rb rtc spacer strike tt xmp'.split(' '),
];

const say = (html: string) => plainText(sanitise(html).html);

describe('each element', () => {
  test('is decided on', () => {
    expect(ALL.filter((name) => !Object.hasOwn(ELEMENTS, name))).toEqual([]);
    expect(BLOCKS.filter((name) => !ALL.includes(name))).toEqual([]);
  });

  test.each(ALL.filter((name) => !VOID.includes(name)))('%s: its words are shown, or it is told', (name) => {
    const { html, leftOut } = sanitise(`<p>before</p><${name}>words</${name}><p>after</p>`);
    const isShown = html.includes('words');
    expect(leftOut.map(({ count }) => count)).toEqual(isShown ? [] : [1]);
    expect(plainText(html)).toMatch(/^before\b.*\bafter\b/);
  });

  test.each(VOID)('%s: shown, of no meaning by itself, or told', (name) => {
    const { html, leftOut } = sanitise(`<p>before <${name} src="https://example.org/a"> after</p>`);
    const says: Record<string, string> = { br: '<br />', hr: '<hr />', wbr: '\u200b' };
    const isPart = ELEMENTS[name] === 'part';
    if (says[name]) expect(html).toContain(says[name]);
    expect(leftOut.length).toBe(says[name] || isPart ? 0 : 1);
    expect(plainText(html).replace('\u200b', '').split(/\s+/)).toEqual(['before', 'after']);
  });

  test.each(BLOCKS.filter((name) => !VOID.includes(name)))('%s: two of them never run together', (name) => {
    for (const [before, after] of [
      ['', ''],
      ['<p>', '</p>'],
      ['<table><tr><td>', '</td></tr></table>'],
      ['<b>', '</b>'],
      ['<ul><li>', '</li></ul>'],
      ['<h2>', '</h2>'],
    ])
      expect(say(`${before}<${name}>512</${name}><${name}>313</${name}>${after}`)).not.toContain('512313');
  });

  test('inside a line the texts and the table agree on what that is', () => {
    const inline = Object.entries(ELEMENTS).filter(
      ([, fate]) => typeof fate === 'object' && 'kept' in fate && fate.kept === 'inline',
    );
    expect(inline.map(([name]) => name).filter((name) => name !== 'br' && !INLINE.has(name))).toEqual([]);
  });

  test('what is written once is written so again, however elements are put into each other', () => {
    const element: fc.Arbitrary<string> = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.constant('WORD'),
        fc
          .tuple(
            fc.constantFrom(...ALL.filter((name) => !VOID.includes(name) && name !== 'plaintext')),
            fc.array(tie('node'), { maxLength: 4 }),
          )
          .map(([name, inside]) => `<${name}>${inside.join('')}</${name}>`),
      ),
    })).node as fc.Arbitrary<string>;
    fc.assert(
      fc.property(fc.array(element, { maxLength: 4 }), (elements) => {
        const { html: safe } = sanitise(elements.join(''));
        expect(sanitise(safe)).toEqual({ html: safe, leftOut: [] });
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  [
    'a table',
    '<table><tr><th>City<th>n<tr><td>Kyiv<td>512</table>',
    '<table><tbody><tr><th>City</th><th>n</th></tr><tr><td>Kyiv</td><td>512</td></tr></tbody></table>',
  ],
  [
    'its head, foot and caption',
    '<table><caption>Water</caption><tfoot><tr><td>all<td>8</tfoot><thead><tr><td>at<td>m</thead><tr><td>x<td>4</table>',
    '<p><strong>Water</strong></p><table><tbody><tr><th>at</th><th>m</th></tr><tr><td>x</td><td>4</td></tr><tr><td>all</td><td>8</td></tr></tbody></table>',
  ],
  [
    'spans, and holes',
    '<table><tr><td colspan="2">a<td rowspan=9>b<tr><td>c</table>',
    '<table><tbody><tr><td colspan="2">a</td><td rowspan="2">b</td></tr><tr><td>c</td><td></td></tr></tbody></table>',
  ],
  ['a layout table', '<table role="presentation"><tr><td>a<td>b</table>', '<p>a</p><p>b</p>'],
  ['a table of one column', '<table><tr><td><h2>a</h2>b</table>', '<h3>a</h3><p>b</p>'],
  [
    'a table in a table',
    '<table><tr><td>a<td><table><tr><td>b<td>c</table></table>',
    '<table><tbody><tr><td>a</td><td>b – c</td></tr></tbody></table>',
  ],
  ['numbers', '<p>10<sup>6</sup>, CO<sub>2</sub></p>', '<p>10<sup>6</sup>, CO<sub>2</sub></p>'],
  ['quotes', '<p><q>no</q> <cite>Ode</cite></p>', '<p><q>no</q> <em>Ode</em></p>'],
  [
    'what was changed',
    '<p><del datetime="2026">5</del><ins>6</ins><strike>7</strike></p>',
    '<p><del>5</del><ins>6</ins><s>7</s></p>',
  ],
  [
    'abbreviations',
    '<p><abbr title="World &quot;Health&quot;">WHO</abbr> <acronym>EU</acronym></p>',
    '<p><abbr title="World &quot;Health&quot;">WHO</abbr> EU</p>',
  ],
  [
    'lists that count otherwise',
    '<ol start="5" reversed type="a"><li>x<li value="9">y</ol>',
    '<ol start="5" reversed="" type="a"><li>x</li><li value="9">y</li></ol>',
  ],
  ['a list of terms', '<dl><dt>Level</dt><dd>4 m</dd></dl>', '<p><strong>Level</strong></p><p>4 m</p>'],
  ['details', '<details><summary>More</summary>Text</details>', '<p><strong>More</strong></p><p>Text</p>'],
  [
    'readings',
    '<p><ruby>漢<rt>かん</rt>字<rp>(</rp><rt>じ</rt></ruby></p>',
    '<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby><ruby>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby></p>',
  ],
  ['typed text', '<pre>\n  a &lt;\n\tb<br>c</pre>', '<pre>  a &lt;\n\tb\nc</pre>'],
  [
    'keys',
    '<p><kbd>Ctrl</kbd> <samp>ok</samp> <var>x</var></p>',
    '<p><code>Ctrl</code> <code>ok</code> <em>x</em></p>',
  ],
  ['a line', 'a<hr>b', 'a<hr />b'],
  [
    'other languages',
    '<p>He said <span lang="fr" class="x">oui</span> <bdi>שלום</bdi> <span style="x">y</span></p>',
    '<p>He said <span lang="fr">oui</span> <span dir="auto">שלום</span> y</p>',
  ],
  [
    'a language around a word',
    '<p><em lang="fr">oui</em></p><div dir="rtl">שלום</div>',
    '<p><em><span lang="fr">oui</span></em></p><p dir="rtl">שלום</p>',
  ],
  [
    'bold around paragraphs',
    '<b><p>a</p><div>b</div></b>',
    '<p><strong>a</strong></p><p><strong>b</strong></p>',
  ],
  [
    'a link around blocks',
    '<a href="https://example.org/"><h2>a</h2><p>b</p></a>',
    '<h3><a href="https://example.org/" rel="noopener">a</a></h3><p><a href="https://example.org/" rel="noopener">b</a></p>',
  ],
  ['boxes in a box', '<div><div>a</div>b<section>c</section></div>', '<p>a</p><p>b</p><p>c</p>'],
  ['an emoji that is a picture', '<p>Hi <img alt="👋🏽" src="x"></p>', '<p>Hi 👋🏽</p>'],
  [
    'telephone numbers',
    '<a href="tel:+380441234567">call</a>',
    '<a href="tel:+380441234567" rel="noopener">call</a>',
  ],
  ['controls that are written as references', '<p>a&#1;b&#xD800;c&#xFFFF;</p>', '<p>ab\ufffdc</p>'],
])('%s', (_name, html, becomes) => {
  expect(sanitise(html)).toEqual({ html: becomes, leftOut: [] });
});

test('what is left out is counted by kind, in words', () => {
  const { html, leftOut } = sanitise(
    '<p>News.</p><figure><img src=a><figcaption>By Ann</figcaption></figure><picture><source><img src=b></picture>' +
      '<iframe src="https://example.org">old</iframe><video><p>old</p></video><select><option>a<option>b</select>' +
      '<button>Buy</button><svg><text>512</text></svg><noscript>Turn it on</noscript><script>x()</script><a href="javascript:x()">y</a>',
  );
  expect(html).toBe('<p>News.</p><a rel="noopener">y</a>');
  expect(Object.fromEntries(leftOut.map(({ what, count }) => [what, count]))).toEqual({
    ...{ picture: 2, caption: 1, 'embedded page': 1, video: 1, 'form field': 1, button: 1, drawing: 1 },
    ...{ 'text for browsers without script': 1, script: 1, link: 1 },
  });
  expect(inWords(leftOut)).toMatch(/^2 pictures, 1 caption, .*1 drawing, and 1 link$/);
});

test('a caption stays with what it is of, where that stays', () => {
  const html = '<figure><blockquote>Yes.</blockquote><figcaption>Ann</figcaption></figure>';
  expect(sanitise(html).html).toBe('<blockquote>Yes.</blockquote><p><small>Ann</small></p>');
});

test.each([
  '<img src=x>',
  '<p>\u200b\u2060</p>',
  '<p>&#12644;&nbsp;<br></p>',
  '<hr>',
  '<table><tr><td></td><td> </td></tr></table>',
  '<iframe>x</iframe>',
  '<p><wbr></p>',
])('%s leaves nothing to read', (html) => expect(isBlank(sanitise(html).html)).toBe(true));

describe('a link', () => {
  const base = 'https://news.example/flood';
  test.each([
    ['/about?a=1', 'https://news.example/about?a=1'],
    ['next', 'https://news.example/next'],
    ['#01abc', 'https://news.example/flood#01abc'],
    ['?before=1', 'https://news.example/flood?before=1'],
    ['../x', 'https://news.example/x'],
    ['//other.example/x', 'https://other.example/x'],
    ['https://other.example', 'https://other.example'],
    [' https://other.example/a\nb ', 'https://other.example/ab'],
    ['https:other', 'https://other/'],
    ['mailto:desk@example.org', 'mailto:desk@example.org'],
    ['tel:112', 'tel:112'],
    ['javascript:x()', null],
    ['data:text/html,x', null],
    ['blob:https://news.example/1', null],
    ['https://[broken', null],
  ])('%s leads to %s', (href, to) => {
    const { html, leftOut } = sanitise(`<a href="${href}">x</a>`, base);
    expect(html).toBe(`<a ${to === null ? '' : `href="${to}" `}rel="noopener">x</a>`);
    expect(leftOut).toEqual(to === null ? [{ what: 'link', count: 1 }] : []);
    expect(sanitise(html, base).html).toBe(html);
  });
});

test('deep nesting costs little, and loses no words', () => {
  for (const name of ['b', 'div', 'ul><li', 'blockquote', 'table><tr><td', 'span lang=fr', 'font'])
    expect(say(`<${name}>a`.repeat(3_000)).match(/a/g)!.length).toBe(3_000);
});
