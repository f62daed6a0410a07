import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { isBlank, sanitise } from '../../server/newsroom/sanitise.ts';

const LANGUAGE = ['lang', 'dir'];
const names = (text: string, ...attributes: string[]) =>
  text.split(' ').map((name) => [name, [...attributes, ...LANGUAGE]] as const);
const ALLOWED: Record<string, readonly string[]> = Object.fromEntries([
  ...names(
    'p h3 h4 blockquote pre ul table tbody tr hr br strong em s code del ins mark q small sub sup span bdo',
  ),
  ...names('ruby rt rp'),
  ...names('a', 'href', 'rel'),
  ...names('abbr', 'title'),
  ...names('ol', 'start', 'reversed', 'type'),
  ...names('li', 'value'),
  ...names('td', 'colspan', 'rowspan'),
  ...names('th', 'colspan', 'rowspan', 'scope'),
]);

describe('[R8] the sanitiser', () => {
  test.each([
    [
      '<p>Kept: <strong>a</strong> <em>b</em> <s>c</s><br></p>',
      '<p>Kept: <strong>a</strong> <em>b</em> <s>c</s><br /></p>',
    ],
    ['<ul><li>one</li></ul><ol><li>two</li></ol>', '<ul><li>one</li></ul><ol><li>two</li></ol>'],
    [
      '<blockquote lang="uk" dir="ltr"><p>Так.</p></blockquote>',
      '<blockquote lang="uk" dir="ltr"><p>Так.</p></blockquote>',
    ],
    ['<h1>Big</h1><h6>small</h6>', '<h3>Big</h3><h4>small</h4>'],
    ['<b>b</b><i>i</i><div>d</div>', '<strong>b</strong><em>i</em><p>d</p>'],
    ['<p></p><p> </p><p>a</p>', '<p>a</p>'],
    [
      '<a href="https://example.org/?a=1&b=2">x</a>',
      '<a href="https://example.org/?a=1&amp;b=2" rel="noopener">x</a>',
    ],
    ['<a href="mailto:desk@example.org">x</a>', '<a href="mailto:desk@example.org" rel="noopener">x</a>'],
    ['<a href=" java\nscript:alert(1)">x</a>', '<a rel="noopener">x</a>'],
    ['<a href="data:text/html,x">x</a>', '<a rel="noopener">x</a>'],
    ['<a href="//evil.example">x</a>', '<a rel="noopener">x</a>'],
    ['<p onclick="x()" style="color:red" class="a" id="b">x</p>', '<p>x</p>'],
    ['<script>alert(1)</script><style>p{}</style>x', 'x'],
    ['<img src=x onerror=alert(1)>x', 'x'],
    ['<svg><g onload=alert(1)></svg>x', 'x'],
    ['<iframe src="https://example.org"></iframe>x', 'x'],
    ['<p>5 < 6 & 7 > 2</p>', '<p>5 &lt; 6 &amp; 7 &gt; 2</p>'],
    ['</p></div></script>x', 'x'],
    ['<p>open', '<p>open</p>'],
  ])('%s', (html, safe) => {
    expect(sanitise(html).html).toBe(safe);
  });

  test('gives back its own output unchanged, and nothing off its list, whatever it gets', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<p>',
        '</p>',
        '<a href="',
        'javascript:',
        '">',
        '<img ',
        'onerror=',
        '<svg>',
        '<math>',
        '<!--',
        '-->',
      ),
      fc.constantFrom(
        '<style>',
        '</style>',
        '<textarea>',
        '<xmp>',
        '<noscript>',
        ']]>',
        '<pre>\n',
        '<table><tr><td>',
        '<td colspan=3>',
        '<ruby>',
        '<rt>',
        '<li value="2">',
        '<figure>',
        '<bdo dir=rtl>',
        '<img alt="😀">',
        '<math alttext="<b>">',
        '&lt;',
        '&#60;',
        '\u0000',
        "'",
        '"',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const safe = sanitise(pieces.join('')).html;
        expect(sanitise(safe).html).toBe(safe);
        for (const { name, attributes } of elementsOf(safe)) {
          expect(Object.keys(ALLOWED)).toContain(name);
          for (const attribute of Object.keys(attributes)) expect(ALLOWED[name]).toContain(attribute);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('knows when nothing is left to read', () => {
    for (const html of ['', ' ', '<p></p>', '<p>&nbsp;<br /></p>']) expect(isBlank(html)).toBe(true);
    expect(isBlank('<p>.</p>')).toBe(false);
  });
});

/** As a browser would find them: what stands in the value of an attribute is no attribute. */
function elementsOf(html: string) {
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new Parser({ onopentag: (name, attributes) => void elements.push({ name, attributes }) });
  parser.end(html);
  return elements;
}
