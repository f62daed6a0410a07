/** How nodes ring each other. A bell carries no news: who hears it looks into the store. */

export interface Bell {
  /** Who is meant to hear it: a blog's readers by its slug, all others by a name that no slug can be. */
  channel: string;
  /** The blog's clock after the command that rang; on all other channels the time. */
  seq: number;
  /** Of which epoch that clock is; with a blog's own bell alone. */
  epoch?: string | undefined;
}

/** `degraded`: bells may not reach other nodes; their readers wait for the timer [R5]. */
export type BusState = 'ok' | 'degraded';

export interface Bus {
  /** Rings for every node that listens, this one included. Never throws and never waits. */
  ring(bell: Bell): void;
  /** Hears this channel's bells until the returned function is called. Bells may be lost, doubled or late. */
  hear(channel: string, listener: (seq: number, epoch?: string) => void): () => void;
  state(): BusState;
  /** Called when bells reach others again: there may be news that did not ring. */
  onReturn(listener: () => void): void;
  /** Safe to call again. */
  close(): Promise<void>;
}

/** The bell that rings for a blog's readers, after a command that they can see. */
export const blogBell = ({ blog, seq, epoch }: { blog: string; seq: number; epoch?: string }): Bell => ({
  channel: blog,
  seq,
  epoch,
});

/** The bell that rings for a blog's desk: drafts and the like, which readers and their clock know nothing of. */
export const deskBell = (slug: string): Bell => ({ channel: `desk:${slug}`, seq: Date.now() });

/** The bell that rings when somebody comes to a blog's desk, goes, or opens another entry. */
export const presenceBell = (slug: string): Bell => ({ channel: `presence:${slug}`, seq: Date.now() });

/** The bell that rings when sessions have ended: whoever holds a socket open for one looks again. */
export const sessionsBell = (): Bell => ({ channel: ':sessions', seq: Date.now() });

export const FRONT_CHANNEL = ':front';

/** The bell that rings when a blog has come to the front, moved there or left it, or a section has another name. */
export const frontBell = (): Bell => ({ channel: FRONT_CHANNEL, seq: Date.now() });

/** The bell that rings when it may have changed which sites may show what. */
export const sitesBell = (): Bell => ({ channel: ':partners', seq: Date.now() });
