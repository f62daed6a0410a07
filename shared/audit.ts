/** What is kept of who did what, for the newsroom’s admins. */

export const DEEDS = [
  'signed-in',
  'sign-in-refused',
  'signed-out',
  'session-ended',
  'password-changed',
  'invited',
  'joined',
  'password-link-made',
  'password-link-used',
  'link-withdrawn',
  'roles-changed',
  'disabled',
  'enabled',
  'token-made',
  'token-revoked',
  'partner-added',
  'partner-changed',
  'partner-removed',
  'byline-added',
  'byline-changed',
  'byline-removed',
  'blog-added',
  'blog-changed',
  'blog-removed',
  'entry-removed',
  'backup-made',
] as const;

export type Deed = (typeof DEEDS)[number];

export interface Trace {
  id: string;
  at: string;
  deed: Deed;
  /** The account or token; '' where nobody is known. */
  who: string;
  name: string;
  /** What it was done to: an e-mail, a name, a slug. */
  about: string;
  /** In words. */
  detail: string;
  /** From where: the network address, and what the browser calls itself. */
  address: string;
  agent: string;
}

/** What was done, to be kept; whoever keeps it names it. */
export type NewTrace = Omit<Trace, 'id'>;
