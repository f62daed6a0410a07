/** How nodes ring each other. A bell carries no news: who hears it looks into the store. */

export interface Bell {
  blog: string;
  /** The blog's clock after the command that rang. */
  seq: number;
}

/** `degraded`: bells may not reach other nodes; their readers wait for the timer [R5]. */
export type BusState = 'ok' | 'degraded';

export interface Bus {
  /** Rings for every node that listens, this one included. Never throws and never waits. */
  ring(bell: Bell): void;
  /** Hears this blog's bells until the returned function is called. Bells may be lost, doubled or late. */
  hear(blog: string, listener: (seq: number) => void): () => void;
  state(): BusState;
  /** Called when bells reach others again: there may be news that did not ring. */
  onReturn(listener: () => void): void;
  /** Safe to call again. */
  close(): Promise<void>;
}

/** The bell that rings for a blog's desk: drafts and the like, which readers and their clock know nothing of. */
export const deskBell = (slug: string): Bell => ({ blog: `desk:${slug}`, seq: Date.now() });

/** The bell that rings when somebody comes to a blog's desk, goes, or opens another entry. */
export const presenceBell = (slug: string): Bell => ({ blog: `presence:${slug}`, seq: Date.now() });

/** The bell that rings when sessions have ended: whoever holds a socket open for one looks again. */
export const sessionsBell = (): Bell => ({ blog: ':sessions', seq: Date.now() });

/** The bell that rings when it may have changed which sites may show what. */
export const partnersBell = (): Bell => ({ blog: ':partners', seq: Date.now() });
