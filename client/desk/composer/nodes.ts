/** Everything that a text may have in the composer: what the newsroom keeps, and no more. */
import type { Extensions } from '@tiptap/core';
import { Blockquote } from '@tiptap/extension-blockquote';
import { Bold } from '@tiptap/extension-bold';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Heading } from '@tiptap/extension-heading';
import { Italic } from '@tiptap/extension-italic';
import { Link } from '@tiptap/extension-link';
import { BulletList, ListItem, OrderedList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Strike } from '@tiptap/extension-strike';
import { Text } from '@tiptap/extension-text';
import { linkAddress } from '../../../shared/html/address.ts';
import { DEEPEST_LIST } from './html.ts';
import { given, MARKS } from './marks.ts';
import { BLOCKS } from './tables.ts';

const Item = ListItem.extend({
  content: 'block+', // or a quote in an item would lose its list
  addAttributes: () => given('value'),
  addKeyboardShortcuts() {
    const isDeepest = (): boolean => {
      const { $from } = this.editor.state.selection;
      const around = Array.from({ length: $from.depth }, (_, depth) => $from.node(depth + 1));
      return around.filter(({ type }) => /List$/.test(type.name)).length >= DEEPEST_LIST;
    };
    return {
      ...this.parent?.(),
      Tab: () => isDeepest() || this.editor.commands.sinkListItem(this.name),
    };
  },
});

const Ordered = OrderedList.extend({
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (element: HTMLElement) => Number(element.getAttribute('start') ?? 1),
      renderHTML: ({ start }) => (start === 1 ? {} : { start: String(start) }),
    },
    ...given('reversed', 'type'),
  }),
  renderHTML: ({ HTMLAttributes }) => ['ol', HTMLAttributes, 0],
});

/** What is struck is no longer so, what is deleted (`del`) was taken out: one is made here, the other comes in. */
const Struck = Strike.extend({ parseHTML: () => [{ tag: 's' }] });

export const NODES: Extensions = [
  ...[Document, Paragraph, Text, HardBreak, Bold, Italic, Struck, Blockquote, BulletList, Ordered, Item],
  ...[...MARKS, ...BLOCKS],
  Heading.configure({ levels: [3, 4] }),
  Link.configure({
    openOnClick: false,
    defaultProtocol: 'https',
    HTMLAttributes: { rel: 'noopener', target: null },
    isAllowedUri: (address) => linkAddress(address) !== null,
  }),
];
