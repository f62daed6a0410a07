/** The kinds of problem, each with an address where it is explained. docs/api.md has the same table. */
export const PROBLEMS = {
  'bad-request': {
    status: 400,
    title: 'Bad request',
    when: 'a header, the query, the path or the JSON can’t be read',
  },
  'not-signed-in': {
    status: 401,
    title: 'Not signed in',
    when: 'no token and no cookie, or one that counts for nobody; `WWW-Authenticate` says how',
  },
  'not-allowed': {
    status: 403,
    title: 'Not allowed',
    when: 'it takes another role, or another site’s page asked',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    when: 'there is no such thing, or none that you may know of',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Not done here',
    when: '`Allow` says what can be done at this address',
  },
  taken: { status: 409, title: 'Conflict', when: '`errors`: what is taken already' },
  'blog-ended': {
    status: 409,
    title: 'Blog has ended',
    when: 'nothing is published in it until its status is live again',
  },
  removed: { status: 410, title: 'Removed', when: 'the entry, or the whole blog, was removed' },
  changed: {
    status: 412,
    title: 'Changed by somebody else',
    when: '`current` and `yours`: how it is now, and your edit; `ETag` is the current one’s',
  },
  'too-large': { status: 413, title: 'Too large', when: '`limit` in bytes' },
  'not-json': {
    status: 415,
    title: 'Not JSON',
    when: 'the body is of a type that is not in `Accept` (`Accept-Patch`), or it is compressed',
  },
  misdirected: {
    status: 421,
    title: 'Not our name',
    when: 'the `Host` is another one than the service’s own',
  },
  'not-valid': {
    status: 422,
    title: 'Not valid',
    when: '`errors`: `[{field, detail, limit?}]`, one for each field',
  },
  'key-used': {
    status: 422,
    title: 'Key used before',
    when: 'the `Idempotency-Key` came with another command before',
  },
  'revision-missing': {
    status: 428,
    title: 'If-Match is missing',
    when: 'an edit says which revision it was made on',
  },
  'too-many': {
    status: 429,
    title: 'Too many requests',
    when: '`Retry-After`, seconds; `limit` where there is one',
  },
  broken: { status: 500, title: 'Something broke here', when: 'nothing was changed' },
  unavailable: {
    status: 503,
    title: 'Not available for the moment',
    when: '`Retry-After`; send it again with the same key',
  },
} as const satisfies Record<string, { status: number; title: string; when: string }>;

export type Kind = keyof typeof PROBLEMS;

/** The kind of a problem of which only the status is known. */
export function kindOf(status: number): Kind | undefined {
  const found = Object.entries(PROBLEMS).find(([, kind]) => kind.status === status);
  return found?.[0] as Kind | undefined;
}
