/** Who is signed in on this page, and what is kept for them until they are again. */
import type { Me } from '../../shared/people.ts';
import { call, onSignedOut, Refused } from './api.ts';
import { Outbox } from './outbox/outbox.svelte.ts';

class Session {
  /** Null for nobody. */
  me = $state<Me | null>(null);
  /** Known to be over while the page is still open, with whatever stands on it. */
  isOver = $state(false);
  /** Made once for each account that signs in. */
  outbox = $state.raw<Outbox | null>(null);

  constructor() {
    onSignedOut(() => this.end());
  }

  /** Asks who is signed in. Throws Unreachable. */
  async start(): Promise<void> {
    try {
      this.take(await call<Me>('GET', '/session'));
    } catch (error) {
      if (!(error instanceof Refused && error.status === 401)) throw error;
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    this.take(await call<Me>('POST', '/session', { body: { email, password } }));
  }

  /** After signing in or joining. Somebody else on the same page starts with a clean one. */
  take(me: Me): void {
    if (this.me && this.me.id !== me.id) {
      this.me = null;
      return location.reload();
    }
    this.me = me;
    this.isOver = false;
    if (this.outbox) this.outbox.resume();
    else this.outbox = new Outbox(me.id);
  }

  /** It is over, and not by choice: the page stays as it is. */
  end(): void {
    if (this.me) this.isOver = true;
  }

  /** Leaves nothing of the account on the page but what is kept on the machine. */
  async signOut(): Promise<void> {
    await call('DELETE', '/session');
    this.me = null;
    location.assign('/desk/sign-in');
  }
}

export const session = new Session();
