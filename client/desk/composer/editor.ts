/** The text field of the composer: Tiptap with what the newsroom lets through, and no more. */
import { createDocument, Editor, Extension } from '@tiptap/core';
import { ListKeymap } from '@tiptap/extension-list';
import { UndoRedo } from '@tiptap/extensions/undo-redo';
import { Placeholder } from '@tiptap/extensions/placeholder';
import { DOMSerializer } from '@tiptap/pm/model';
import { EditorState, Selection } from '@tiptap/pm/state';
import type { LeftOut } from '../../../shared/html/elements.ts';
import { write } from './html.ts';
import { NODES } from './nodes.ts';
import { cleanPaste } from './paste.ts';

interface Hearing {
  onText(html: string): void;
  /** Text, selection or focus has changed. */
  onChange(): void;
  onPaste(leftOut: LeftOut[]): void;
  /** Somebody wants to set a link. */
  onLink(): void;
  /** A key has turned this on or off for what is written next, or what is chosen. */
  onMark(name: string, isOn: boolean): void;
}

export function createEditor(element: HTMLElement, label: string, hearing: Hearing): Editor {
  const toggle = (editor: Editor, mark: string, name: string): boolean => {
    const isDone = editor.commands.toggleMark(mark);
    hearing.onMark(name, editor.isActive(mark));
    return isDone;
  };
  return new Editor({
    element,
    injectCSS: false,
    extensions: [
      ...NODES,
      ...[UndoRedo, ListKeymap],
      Extension.create({
        name: 'linkKey',
        addKeyboardShortcuts: () => ({ 'Mod-k': () => (hearing.onLink(), true) }),
      }),
      Extension.create({
        name: 'markKeys',
        priority: 1_000,
        addKeyboardShortcuts: () => ({
          'Mod-b': ({ editor }) => toggle(editor, 'bold', 'Bold'),
          'Mod-i': ({ editor }) => toggle(editor, 'italic', 'Italic'),
          'Mod-Shift-s': ({ editor }) => toggle(editor, 'strike', 'Strike through'),
        }),
      }),
      Placeholder.configure({ placeholder: label }),
    ],
    editorProps: {
      attributes: { class: 'prose', role: 'textbox', 'aria-multiline': 'true', 'aria-label': label },
      transformPastedHTML: (html) => {
        const { html: clean, leftOut } = cleanPaste(html);
        hearing.onPaste(leftOut);
        return clean;
      },
    },
    onUpdate: ({ editor }) => hearing.onText(htmlOf(editor)),
    onTransaction: () => hearing.onChange(),
  });
}

/** The text as the newsroom will keep it; '' for nothing to read. */
export function htmlOf({ state, schema }: Editor): string {
  return write(DOMSerializer.fromSchema(schema).serializeFragment(state.doc.content) as DocumentFragment)
    .html;
}

/** Another text, with nothing to undo. */
export function setText(editor: Editor, html: string): void {
  const { schema, state, view } = editor;
  view.updateState(EditorState.create({ doc: createDocument(html, schema), plugins: state.plugins }));
}

/**
 * The caret is in the text at once, where it was, or at its start or end. Tiptap's own focus() waits for a frame, and the
 * letters of a quick hand would go elsewhere until then.
 */
export function focusText(editor: Editor, place?: 'start' | 'end'): void {
  if (place !== undefined) {
    const { state, view } = editor;
    const selection = place === 'start' ? Selection.atStart(state.doc) : Selection.atEnd(state.doc);
    view.dispatch(state.tr.setSelection(selection).scrollIntoView());
  }
  editor.view.focus();
}
