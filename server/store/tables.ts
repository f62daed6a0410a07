/** The tables as Kysely sees them. One schema for both engines: times are ISO 8601 text, truth values are 0 and 1. */
import type { Selectable } from 'kysely';
import type { Status } from '../../shared/blog.ts';

export type Flag = 0 | 1;
export type EntryState = 'draft' | 'scheduled' | 'published' | 'removed';
export type Role = 'contributor' | 'editor' | 'admin';

export interface Tables {
  blog: {
    id: string;
    slug: string;
    title: string;
    standfirst: string;
    status: Status;
    language: string;
    timezone: string;
    /** The blog's clock: one more with each command that readers can see. */
    seq: number;
    /** The clock when its head last changed. */
    head_seq: number;
    /** Who holds less than this must start over: a restored backup raises it. */
    floor: number;
    created_at: string;
    updated_at: string;
  };
  entry: {
    id: string;
    blog: string;
    /** The blog's clock at this entry's last change; 0 while readers have never seen it. */
    seq: number;
    revision: number;
    state: EntryState;
    headline: string | null;
    html: string;
    /** JSON: Author[] */
    authors: string;
    key_event: Flag;
    breaking: Flag;
    pinned: Flag;
    correction: string | null;
    /** When readers got it; null before that. */
    published_at: string | null;
    updated_at: string | null;
    /** When a scheduled entry is due. */
    publish_at: string | null;
  };
  /** The history of an entry, for people; nothing is replayed from it. */
  revision: { entry: string; revision: number; who: string; at: string; what: string };
  token: { hash: string; name: string; role: Role; blog: string | null; created_at: string };
  /** Idempotency-Key → answer. */
  command: { who: string; key: string; fingerprint: string; answer: string; at: string };
}

export type BlogRow = Selectable<Tables['blog']>;
export type EntryRow = Selectable<Tables['entry']>;
export type TokenRow = Selectable<Tables['token']>;
export type CommandRow = Selectable<Tables['command']>;
