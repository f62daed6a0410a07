/** The tables as Kysely sees them. One schema for both engines: times are ISO 8601 text, truth values are 0 and 1. */
import type { Kysely, Selectable, Updateable } from 'kysely';
import type { Front, Status } from '../../shared/blog.ts';
import type { EntryState } from '../../shared/commands.ts';
import type { BlogFacts } from '../../shared/desk.ts';
import type { Byline, Role } from '../../shared/people.ts';

export type Flag = 0 | 1;

export interface Tables {
  /** One row about the record itself: its epoch (epoch.ts), and what tells the place where it lies from others. */
  record: { id: 1; epoch: string; place: string };
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
    /** When readers could first see it; null for a draft. */
    started_at: string | null;
    ended_at: string | null;
    show_changes: Flag;
    front: Front;
    /** JSON: slugs of sections. */
    sections: string;
    embedding: BlogFacts['embedding'];
    /** The picture in previews of links; null for the newsroom's own. */
    image: string | null;
    image_alt: string | null;
    /** JSON: ids of key events, in the desk's order. */
    key_order: string;
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
    /** The account or token that made it. */
    created_by: string;
    created_by_name: string;
    /** When its last revision was made. */
    changed_at: string;
  };
  /** The history of an entry, for people; nothing is replayed from it. `what` is JSON: EntryRow. */
  revision: { entry: string; revision: number; who: string; at: string; what: string; note: string | null };
  token: { hash: string; name: string; role: Role; blog: string | null; created_at: string };
  /** `password` is an Argon2id hash with its parameters. */
  account: {
    id: string;
    email: string;
    name: string;
    password: string;
    is_disabled: Flag;
    created_at: string;
  };
  /** Who may do what: `blog` is a slug, or `*` for all. */
  member: { account: string; blog: string; role: Role };
  /** `hash` is of the cookie's value, which is kept nowhere. */
  session: { hash: string; id: string; account: string; created_at: string; seen_at: string; agent: string };
  /** A one-time link: for a new account, or a new password of the one it names. */
  invitation: {
    hash: string;
    id: string;
    email: string;
    role: Role;
    blog: string;
    account: string | null;
    /** The account or token that made it; `system` for the command line's own. */
    maker: string;
    created_by: string;
    created_at: string;
    expires_at: string;
  };
  /** Blogs that were removed whole, and where their clocks stood then. */
  gone_blog: { slug: string; seq: number };
  /** What blogs are about, as the newsroom parts its front. */
  section: { slug: string; name: string };
  /** Bylines to choose from. */
  author: { id: string; kind: Byline['kind']; name: string; bio: string; avatar: string; contact: string };
  /** Who has which blog open at the desk; whoever has not been seen for a while has gone. */
  presence: { id: string; name: string; blog: string; editing: string | null; seen_at: string };
  /** How many readers each node has, as it last said. */
  audience: { node: string; blog: string; readers: number; seen_at: string };
  /** A node that lives. `unheard` are the ids of others whose bells it does not hear, with spaces between them. */
  node: {
    id: string;
    seen_at: string;
    unheard: string;
    /** How many readers it is about to send to the others. */
    sends_away: number;
  };
  /** What is made once and the same on all nodes. */
  secret: { name: string; value: string };
  /** How often something was tried that may be guessed: who or what by, and when last. */
  attempt: { key: string; count: number; at: string };
  /** Idempotency-Key → answer. */
  command: { who: string; key: string; fingerprint: string; answer: string; at: string };
}

export type BlogRow = Selectable<Tables['blog']>;
export type BlogChanges = Updateable<Tables['blog']>;
export type EntryRow = Selectable<Tables['entry']>;
export type TokenRow = Selectable<Tables['token']>;
export type RevisionRow = Selectable<Tables['revision']>;
export type AccountRow = Selectable<Tables['account']>;
export type MemberRow = Selectable<Tables['member']>;
export type SessionRow = Selectable<Tables['session']>;
export type InvitationRow = Selectable<Tables['invitation']>;
export type AuthorRow = Selectable<Tables['author']>;
export type NodeRow = Selectable<Tables['node']>;
export type PresenceRow = Selectable<Tables['presence']>;
export type CommandRow = Selectable<Tables['command']>;

/** Reads, outside of any transaction. */
export type Reading<T = Tables> = Pick<Kysely<T>, 'selectFrom'>;

/** What an interface of tables is, such as Tables. */
export type TablesOf<T> = Record<keyof T & string, object>;
