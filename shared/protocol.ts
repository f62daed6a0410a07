/** What travels over `/live`. A reader's socket can join and leave; everything else flows one way, to the reader. */
import type { Update } from './blog.ts';
import type { FrontUpdate } from './front.ts';

export interface Join {
  blog: string;
  /** The seq that the reader holds, 0 for none. */
  after: number;
  /** And of which epoch that is: where the record has another one by now, the answer is a snapshot. */
  epoch?: string | undefined;
}

export type JoinError = 'bad-request' | 'not-found' | 'too-many' | 'unavailable';

/** The answer to `join`: what the reader lacks, or why there is none. */
export type JoinAnswer = Update | { error: JoinError };

/** `join` for the front, or for one section of it by its slug: one room, whatever number of blogs stands there. */
export interface JoinFront {
  /** Empty for the whole front. */
  front: string;
  /** The seq of each blog that the reader holds. */
  after: Record<string, number>;
  epoch?: string | undefined;
}

/** What the reader lacks, an update for each blog that differs. From then on the blogs' ordinary updates come. */
export type FrontAnswer = { updates: FrontUpdate[] } | { error: JoinError };

/** As `audience`, for all blogs that are followed on the front. */
export interface FrontAudience {
  front: string;
  epoch?: string | undefined;
  seqs: Record<string, number>;
  /** Of the blogs that have any. */
  readers: Record<string, number>;
  stale?: true;
}

/** Lossy, every 10 s or so: who hears nothing for longer has a line that only looks open. `seq` lets a reader notice that it has missed something; `readers` is rounded. */
export interface Audience {
  blog: string;
  seq: number;
  epoch?: string | undefined;
  readers: number;
  /** The node can't reach the record: what it shows may not be the latest. */
  stale?: true;
}

/** Why the service ends the line, said before it does. */
export interface LineError {
  code: 'bad-join' | 'bad-leave' | 'unknown-message' | 'too-many-messages';
  /** What to do instead, in English, for whoever writes the client. */
  detail: string;
}

export interface FromReader {
  join(join: Join | JoinFront, answer: (answer: JoinAnswer | FrontAnswer) => void): void;
  leave(leave: { blog: string } | { front: string }): void;
}

export interface ToReader {
  update(update: FrontUpdate): void;
  audience(audience: Audience | FrontAudience): void;
  /** This node is about to close: come back in `after` milliseconds, and find another. */
  drain(drain: { after: number }): void;
  error(error: LineError): void;
}

export const LIVE_PATH = '/live';
