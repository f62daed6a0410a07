/** What the desk's part of the API answers with, as schemas; each is what the desk's own pages take it for. */
import * as v from 'valibot';
import { DEEDS, type Trace } from '../../../../shared/audit.ts';
import type * as desk from '../../../../shared/desk.ts';
import type * as sites from '../../../../shared/partners.ts';
import type * as staff from '../../../../shared/people.ts';
import { Blog, DeskEntry, KeyEvent } from './answers.ts';
import { count, moment, orNull, role, text } from './parts.ts';

/** A schema of exactly this type. */
type Of<T> = v.GenericSchema<unknown, T>;

export const DeskBlog = v.strictObject({
  blog: Blog,
  counts: v.strictObject({
    draft: count,
    submitted: count,
    scheduled: count,
    published: count,
    removed: count,
  }),
  lastHour: count,
  pinned: orNull(text),
  keyEvents: v.array(KeyEvent),
}) satisfies Of<desk.DeskBlog>;

export const ListedEntry = v.strictObject({
  ...DeskEntry.entries,
  removal: v.exactOptional(v.strictObject({ who: text, at: moment, reason: text })),
}) satisfies Of<desk.ListedEntry>;

export const DeskPage = v.strictObject({
  entries: v.array(ListedEntry),
  older: orNull(text),
}) satisfies Of<desk.DeskPage>;

const revision = v.strictObject({
  revision: count,
  who: text,
  at: moment,
  note: orNull(text),
  entry: DeskEntry,
}) satisfies Of<desk.Revision>;

const trace = v.strictObject({
  id: text,
  at: moment,
  deed: v.picklist(DEEDS),
  who: text,
  name: text,
  about: text,
  detail: text,
  address: text,
  agent: text,
}) satisfies Of<Trace>;

export const Traces = v.strictObject({ traces: v.array(trace), older: orNull(text) });

export const History = v.strictObject({ revisions: v.array(revision) });

const grant = v.strictObject({ role, blog: orNull(text) });

const me = { id: text, name: text, email: text, grants: v.array(grant) };

export const Me = v.strictObject(me) satisfies Of<staff.Me>;

export const Person = v.strictObject({
  ...me,
  createdAt: moment,
  isDisabled: v.boolean(),
}) satisfies Of<staff.Person>;

const session = v.strictObject({
  id: text,
  createdAt: moment,
  seenAt: moment,
  agent: text,
  isThis: v.boolean(),
}) satisfies Of<staff.SessionInfo>;

export const Sessions = v.strictObject({ sessions: v.array(session) });

const invitation = { id: text, email: text, grant, by: text, createdAt: moment, expiresAt: moment };
const passwordLink = v.strictObject({ ...invitation, person: text }) satisfies Of<staff.PasswordLink>;

export const People = v.strictObject({
  people: v.array(Person),
  invitations: v.array(v.strictObject(invitation) satisfies Of<staff.Invitation>),
  passwordLinks: v.array(passwordLink),
});

export const InvitationMade = v.strictObject({ ...invitation, link: text });
export const LinkMade = v.strictObject({ link: text, expiresAt: moment });

export const Offer = v.variant('kind', [
  v.strictObject({ kind: v.literal('join'), email: text, grant }),
  v.strictObject({ kind: v.literal('password'), email: text, name: text }),
]);

export const Byline = v.strictObject({
  id: text,
  kind: v.picklist(['person', 'desk']),
  name: text,
  bio: text,
  avatar: text,
  contact: text,
}) satisfies Of<staff.Byline>;

export const Bylines = v.strictObject({ bylines: v.array(Byline) });

export const Partner = v.strictObject({
  id: text,
  name: text,
  origins: v.array(text),
  blogs: orNull(v.array(text)),
  createdAt: moment,
  viewsToday: count,
  viewsLately: count,
  open: count,
}) satisfies Of<sites.Partner>;

export const Partners = v.strictObject({ partners: v.array(Partner) });
export const AlertsKey = v.strictObject({ key: text });
