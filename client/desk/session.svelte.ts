/** Who is signed in on this page, and what is kept for them until they are again. */
import type { Me } from '../../shared/people.ts';
import { call, isSignedOut, onSignedOut } from './api.ts';
import { Outbox } from './outbox/outbox.svelte.ts';
import { typing } from './typing.ts';
import { isBrowserOf, onBrowserTaken, takeBrowser } from './browser-account.ts';

/** A session ends when nobody has used the desk for long: what the page asks by itself doesn't count, what a person does does. */
const TELL_EVERY_MS = 60_000;

/** Calls when somebody does something on the page, once a minute at most. */
function whileUsed(tell: () => void): void {
  let told = Date.now();
  const note = () => {
    if (Date.now() - told < TELL_EVERY_MS) return;
    told = Date.now();
    tell();
  };
  for (const doing of ['keydown', 'pointerdown', 'wheel', 'touchmove'])
    addEventListener(doing, note, { passive: true });
}

class Session {
  /** Null for nobody. */
  me = $state<Me | null>(null);
  /** Known to be over while the page is still open, with whatever stands on it. */
  isOver = $state(false);
  /** The form to sign in again is on top of the page. */
  isAsking = $state(false);
  /** Made once for each account that signs in. */
  outbox = $state.raw<Outbox | null>(null);

  constructor() {
    onSignedOut(() => this.end());
    onBrowserTaken(() => this.#look());
    whileUsed(() => {
      if (this.me && !this.isOver) call('GET', '/session').catch(() => {});
    });
  }

  /** Asks who is signed in. Throws Unreachable. */
  async start(): Promise<void> {
    try {
      this.take(await call<Me>('GET', '/session'));
    } catch (error) {
      if (!isSignedOut(error)) throw error;
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    this.take(await call<Me>('POST', '/session', { body: { email, password } }));
    fetch('/desk', { method: 'HEAD' }).catch(() => {}); // from now on this browser is known
  }

  /** After signing in or joining. Somebody else on the same page starts with a clean one. */
  take(me: Me): void {
    if (this.me && this.me.id !== me.id) {
      this.me = null;
      return location.reload();
    }
    this.me = me;
    this.isOver = this.isAsking = false;
    takeBrowser(me.id);
    if (this.outbox) this.outbox.resume();
    else this.outbox = new Outbox(me.id);
  }

  /** It is over, and not by choice: the page stays as it is, and nobody is asked amid a word. */
  end(): void {
    if (!this.me) return;
    this.isOver = true;
    if (!typing.isUnderWay()) this.ask();
  }

  /** Call it when somebody does what takes a session: once it is over, they have to sign in again. */
  ask(): void {
    this.isAsking = this.isOver;
  }

  /** Somebody has signed in in another tab: for this one, too, if they are the same. */
  #look(): void {
    if (!this.me) return;
    if (!isBrowserOf(this.me.id)) this.end();
    // Where the service can't be reached they can still sign in here.
    else if (this.isOver) this.start().catch(() => {});
  }

  /** Leaves nothing of the account on the page but what is kept on the machine; `clear` takes that away, too. */
  async signOut(clear: () => void = () => {}): Promise<void> {
    await call('DELETE', '/session');
    clear();
    this.me = null;
    location.assign('/desk/sign-in');
  }
}

export const session = new Session();
