/**
 * Whether somebody types, and letters that they type where nothing takes them. The desk is for writing: those belong to
 * the composer, and none is lost while that is still on its way.
 */
import { holdsSomething, isField } from './field.ts';
import { router } from './router.svelte.ts';

interface Composer {
  /** Puts the caret where one goes on writing: the browser then writes the letter that is being pressed there. */
  focus(): void;
  /** Puts text where the caret is. */
  insert(text: string): void;
  /** It has something that was written and not sent. */
  isDirty(): boolean;
}

/** Whoever has pressed a key so recently may press the next one. */
const PAUSE_MS = 5000;

class Typing {
  #held = '';
  #composer: Composer | null = null;
  /** By the page's own clock. */
  #lastKeyAt = -PAUSE_MS;

  constructor() {
    document.addEventListener('keydown', () => (this.#lastKeyAt = performance.now()), { capture: true });
    document.addEventListener('keydown', (keyboard) => this.#onKey(keyboard));
  }

  /** The composer is there, and takes what was typed meanwhile. Returns how to say that it has gone. */
  goTo(composer: Composer): () => void {
    this.#composer = composer;
    composer.focus();
    if (this.#held !== '') composer.insert(this.#held);
    this.#held = '';
    return () => (this.#composer = null);
  }

  /** Nothing may take the keys away from who writes. The caret alone says nothing: it waits in the composer from the start. */
  isUnderWay(): boolean {
    const field = document.activeElement;
    if (!field || !isField(field)) return false;
    if (holdsSomething(field) || this.#composer?.isDirty()) return true;
    return performance.now() - this.#lastKeyAt < PAUSE_MS;
  }

  /** Somebody has to sign in first: what was typed on the way may be a password. */
  forget(): void {
    this.#held = '';
  }

  #onKey(keyboard: KeyboardEvent): void {
    if (keyboard.defaultPrevented || !isStray(keyboard)) return;
    if (this.#composer) return this.#composer.focus();
    if (keyboard.key === 'Dead' || router.place.page !== 'blog') return;
    keyboard.preventDefault(); // Firefox would look for it on the page
    this.#held += keyboard.key;
  }
}

/** Part of somebody's writing, and pressed where it would be no key of anything else. */
function isStray({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const isLetter = [...key].length === 1 || key === 'Dead';
  // Some letters of some keyboards take both Ctrl and Alt, or Alt alone.
  if (!isLetter || (ctrlKey && !altKey) || metaKey) return false;
  if (isField(target) || document.querySelector('dialog[open]')) return false;
  const place = target instanceof Element ? target : document.body;
  if (key === ' ' && place.closest('a, button, summary')) return false;
  return place.closest(`[${KEYS_ARE_COMMANDS}]`) === null;
}

/** The attribute of those parts of a page in which single letters are commands. */
export const KEYS_ARE_COMMANDS = 'data-single-keys';

export const typing = new Typing();
