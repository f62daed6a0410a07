/** Who works at the desk, what they may do, and the commands that change it. For the desk and the server only. */
import * as v from 'valibot';
import { author, filled, line, LIMITS } from './commands.ts';

export type Role = 'contributor' | 'editor' | 'admin';

/** A role on one blog, or on all of them. An admin is one on all. */
export interface Grant {
  role: Role;
  /** A slug; null for all blogs. */
  blog: string | null;
}

/** Whoever is signed in. */
export interface Me {
  id: string;
  name: string;
  email: string;
  grants: Grant[];
}

export interface Person extends Me {
  createdAt: string;
  isDisabled: boolean;
}

export interface SessionInfo {
  id: string;
  createdAt: string;
  seenAt: string;
  /** The browser and system, as it calls itself. */
  agent: string;
  /** The one that asks. */
  isThis: boolean;
}

/** A link that has been made and not yet used. */
export interface Invitation {
  id: string;
  email: string;
  grant: Grant;
  /** Who made it. */
  by: string;
  createdAt: string;
  expiresAt: string;
}

/** A link for a new password that has been made and not yet used. */
export interface PasswordLink extends Invitation {
  /** Whose password, by id. */
  person: string;
}

/** A byline to choose from: a person or a desk. What an entry holds is a copy. */
export interface Byline {
  id: string;
  kind: 'person' | 'desk';
  name: string;
  bio: string;
  avatar: string;
  contact: string;
}

export const PASSWORD = { least: 12, most: 256 } as const;

const RANK: Record<Role, number> = { contributor: 1, editor: 2, admin: 3 };

/** The highest role that the grants give on this blog; undefined for none. */
export function roleOn(grants: readonly Grant[], slug: string): Role | undefined {
  return grants
    .filter(({ blog }) => blog === null || blog === slug)
    .map(({ role }) => role)
    .sort((a, b) => RANK[b] - RANK[a])[0];
}

export const isAdmin = (grants: readonly Grant[]): boolean =>
  grants.some(({ role, blog }) => role === 'admin' && blog === null);

/** An editor of all blogs may add some. */
export const mayCreateBlogs = (grants: readonly Grant[]): boolean =>
  grants.some(({ role, blog }) => role !== 'contributor' && blog === null);

const email = v.pipe(
  line(200),
  v.transform((text) => text.toLowerCase()),
  v.email('must be an e-mail address'),
);
const name = v.pipe(line(LIMITS.authorName), filled);
const password = v.pipe(
  v.string('must be text'),
  v.minLength(PASSWORD.least, `must have at least ${PASSWORD.least} characters`),
  v.maxLength(PASSWORD.most, `must have at most ${PASSWORD.most} characters`),
);
const grant = v.pipe(
  v.strictObject({
    role: v.picklist(['contributor', 'editor', 'admin'], 'must be contributor, editor or admin'),
    blog: v.nullable(v.pipe(line(LIMITS.slug), filled)),
  }),
  v.check(
    ({ role, blog }) => role !== 'admin' || blog === null,
    'cannot be admin of one blog; an admin is one of all',
  ),
);

export const signIn = v.strictObject({
  email: v.pipe(
    line(200),
    v.transform((text) => text.toLowerCase()),
  ),
  password: v.pipe(
    v.string('must be text'),
    v.maxLength(PASSWORD.most, `must have at most ${PASSWORD.most} characters`),
  ),
});

export const invite = v.strictObject({ email, grant });

/**
 * A new account needs a name; a link for a new password has one already. The first admin's invitation names no
 * e-mail, so that one has to say it; all others have it already.
 */
export const acceptInvitation = v.strictObject({
  name: v.exactOptional(name),
  email: v.exactOptional(email),
  password,
});

export const changeMe = v.strictObject({
  name: v.exactOptional(name),
  /** The one that counts until now, and the next. */
  password: v.exactOptional(v.strictObject({ current: v.string('must be text'), next: password })),
});

export const changePerson = v.strictObject({
  grants: v.exactOptional(
    v.pipe(
      v.array(grant, 'must be a list'),
      v.maxLength(100, 'has more than 100 roles'),
      v.check(
        (grants) => new Set(grants.map(({ blog }) => blog)).size === grants.length,
        'names a blog twice',
      ),
    ),
  ),
  isDisabled: v.exactOptional(v.boolean('must be true or false')),
});

export const byline = v.strictObject({
  ...author.entries,
  kind: v.picklist(['person', 'desk'], 'must be person or desk'),
});

export type SignIn = v.InferOutput<typeof signIn>;
export type Invite = v.InferOutput<typeof invite>;
export type AcceptInvitation = v.InferOutput<typeof acceptInvitation>;
export type ChangeMe = v.InferOutput<typeof changeMe>;
export type ChangePerson = v.InferOutput<typeof changePerson>;
export type BylineCommand = v.InferOutput<typeof byline>;
