/** The text field of the composer: Tiptap with what the newsroom lets through, and no more. */
import { createDocument, Editor, Extension } from '@tiptap/core';
import { Blockquote } from '@tiptap/extension-blockquote';
import { Bold } from '@tiptap/extension-bold';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Heading } from '@tiptap/extension-heading';
import { Italic } from '@tiptap/extension-italic';
import { Link } from '@tiptap/extension-link';
import { BulletList, ListItem, ListKeymap, OrderedList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Strike } from '@tiptap/extension-strike';
import { Text } from '@tiptap/extension-text';
import { UndoRedo } from '@tiptap/extensions/undo-redo';
import { Placeholder } from '@tiptap/extensions/placeholder';
import { DOMSerializer } from '@tiptap/pm/model';
import { EditorState } from '@tiptap/pm/state';
import { DEEPEST_LIST, isKeptAddress, write } from './html.ts';
import { cleanPaste } from './paste.ts';

/** What the newsroom keeps of a text in another language. */
const Language = Extension.create({
  name: 'language',
  addGlobalAttributes: () => [
    { types: ['paragraph', 'blockquote'], attributes: { lang: { default: null }, dir: { default: null } } },
  ],
});

const Item = ListItem.extend({
  addKeyboardShortcuts() {
    return {
      ...this.parent?.(),
      Tab: () => isDeepest(this.editor) || this.editor.commands.sinkListItem(this.name),
    };
  },
});

function isDeepest({ state }: Editor): boolean {
  const { $from } = state.selection;
  const lists = Array.from({ length: $from.depth }, (_, depth) => $from.node(depth + 1)).filter(({ type }) =>
    /List$/.test(type.name),
  );
  return lists.length >= DEEPEST_LIST;
}

interface Hearing {
  onText(html: string): void;
  /** Text, selection or focus has changed. */
  onChange(): void;
  onPaste(leftOut: { pictures: boolean }): void;
  /** Somebody wants to set a link. */
  onLink(): void;
}

export function createEditor(element: HTMLElement, label: string, hearing: Hearing): Editor {
  return new Editor({
    element,
    injectCSS: false,
    extensions: [
      ...[Document, Paragraph, Text, HardBreak, Bold, Italic, Strike, Blockquote, Language, UndoRedo],
      ...[BulletList, OrderedList.extend({ addAttributes: () => ({}) }), Item, ListKeymap],
      Extension.create({
        name: 'linkKey',
        addKeyboardShortcuts: () => ({ 'Mod-k': () => (hearing.onLink(), true) }),
      }),
      Heading.configure({ levels: [3, 4] }),
      Placeholder.configure({ placeholder: label }),
      Link.configure({
        openOnClick: false,
        defaultProtocol: 'https',
        HTMLAttributes: { rel: 'noopener', target: null },
        isAllowedUri: isKeptAddress,
      }),
    ],
    editorProps: {
      attributes: { class: 'prose', role: 'textbox', 'aria-multiline': 'true', 'aria-label': label },
      transformPastedHTML: (html) => {
        const { html: clean, pictures } = cleanPaste(html);
        hearing.onPaste({ pictures });
        return clean;
      },
    },
    onUpdate: ({ editor }) => hearing.onText(htmlOf(editor)),
    onTransaction: () => hearing.onChange(),
  });
}

/** The text as the newsroom will keep it; '' for nothing to read. */
export function htmlOf({ state, schema }: Editor): string {
  return write(DOMSerializer.fromSchema(schema).serializeFragment(state.doc.content) as DocumentFragment);
}

/** Another text, with nothing to undo. */
export function setText(editor: Editor, html: string): void {
  const { schema, state, view } = editor;
  view.updateState(EditorState.create({ doc: createDocument(html, schema), plugins: state.plugins }));
}
