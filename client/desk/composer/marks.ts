/** What words in a line can be beside what the toolbar makes of them: kept as it came. */
import { type Attributes, Mark } from '@tiptap/core';

/** As it stands in the text: Tiptap would take `007` for a number. */
export const given = (...names: string[]): Attributes =>
  Object.fromEntries(
    names.map((name) => [
      name,
      { default: null, parseHTML: (element: HTMLElement) => element.getAttribute(name) },
    ]),
  );

const inline = (name: string, attributes: string[] = [], selector = name): Mark =>
  Mark.create({
    name,
    addAttributes: () => given(...attributes),
    parseHTML: () => [{ tag: selector }],
    renderHTML: ({ HTMLAttributes }) => [name, HTMLAttributes, 0],
  });

let rubies = 0;

/** The reading is no text of its own: it stays above the words that it is of. */
const Ruby = Mark.create({
  name: 'ruby',
  inclusive: false,
  addAttributes: () => ({
    // Two of the same beside each other stay two.
    nth: { default: 0, parseHTML: () => (rubies += 1), rendered: false },
    reading: {
      default: '',
      parseHTML: (element) => element.querySelector('rt')?.textContent ?? '',
      rendered: false,
    },
  }),
  parseHTML: () => [{ tag: 'ruby' }, { tag: 'rt', ignore: true }, { tag: 'rp', ignore: true }],
  renderHTML: ({ mark }) => [
    'ruby',
    ['span', 0],
    ['rt', { contenteditable: 'false' }, mark.attrs['reading'] as string],
  ],
});

export const MARKS = [
  inline('abbr', ['title'], 'abbr[title]'),
  inline('span', ['lang', 'dir'], 'span[lang], span[dir]'),
  inline('bdo', ['lang', 'dir']),
  ...['q', 'ins', 'del', 'mark', 'small', 'sub', 'sup', 'code'].map((name) => inline(name)),
  Ruby,
];
