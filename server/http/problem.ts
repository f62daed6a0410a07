/** Every refusal, turned into its status in one place: RFC 9457 for the API, a page for people. */
import type { ErrorRequestHandler, Response } from 'express';
import { TooMany } from '../fair/turns.ts';
import { type FailureKind, failureOf } from '../store/failures.ts';
import {
  Busy,
  Ended,
  Forbidden,
  Invalid,
  KeyReused,
  NoBlog,
  NotFound,
  NotKnown,
  Removed,
  Stale,
  Taken,
  TooSoon,
} from '../newsroom/errors.ts';
import { cachingOfError } from './caching/cached.ts';
import { type Kind, kindOf, PROBLEMS } from './problems.ts';
import { blogTag, entryTag } from './caching/tags.ts';

/** A problem that only this door knows, such as a missing header. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly more: Record<string, unknown>;
  constructor(status: number, detail: string, more: Record<string, unknown> = {}) {
    super(detail);
    this.status = status;
    this.more = more;
  }
}

export interface Problem {
  /** Where this kind is explained. */
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Seconds. */
  retryAfter?: number;
  [more: string]: unknown;
}

/** After which whoever asked for too much at once may ask again. */
const SOON_SECONDS = 5;

export function problemOf(error: unknown): Problem {
  if (error instanceof HttpProblem) return problemWith(error.status, error.message, error.more);
  if (error instanceof Invalid) return problem('not-valid', error.message, { errors: error.errors });
  if (error instanceof NotFound) return problem('not-found', error.message);
  if (error instanceof Removed) return problem('removed', error.message);
  if (error instanceof Forbidden) return problem('not-allowed', error.message);
  if (error instanceof Taken)
    return problem('taken', error.message, { errors: [{ field: error.field, detail: 'is taken' }] });
  if (error instanceof Ended) return problem('blog-ended', error.message);
  if (error instanceof Stale)
    return problem('changed', error.message, { current: error.current, yours: error.yours });
  if (error instanceof NotKnown) return problem('not-signed-in', error.message);
  if (error instanceof TooSoon) return problem('too-many', error.message, { retryAfter: error.seconds });
  if (error instanceof TooMany) return problem('too-many', error.message, { retryAfter: SOON_SECONDS });
  if (error instanceof Busy) return problem('unavailable', error.message);
  if (error instanceof KeyReused) return problem('key-used', error.message);
  return problemOfLibrary(error);
}

const UNAVAILABLE: Record<FailureKind, string> = {
  full: 'The server’s disk is full: nothing can be saved until there is room.',
  'read-only': 'The database takes no writes at the moment.',
  busy: 'The database is too busy.',
  crowded: 'The database takes no more connections.',
  moved: 'The database’s file was moved: nothing can be saved until the server has it again.',
  away: 'The database can’t be reached.',
};
const SEND_AGAIN = 'Nothing is lost: send the command again with the same Idempotency-Key.';

/** Errors of the body parser and the router carry a status and a type; anything else is our own fault. */
function problemOfLibrary(error: unknown): Problem {
  const failure = failureOf(error);
  if (failure) {
    return problem('unavailable', `${UNAVAILABLE[failure.kind]} ${SEND_AGAIN}`, { trouble: failure.kind });
  }
  const { status, type, limit, message } = error as Partial<Record<string, unknown>>;
  if (type === 'entity.too.large') {
    return problem('too-large', `The body has more than ${String(limit)} bytes.`, { limit });
  }
  if (type === 'entity.parse.failed')
    return problem('bad-request', `The body is not JSON: ${String(message)}.`);
  if (type === 'encoding.unsupported') return problem('not-json', 'The body must not be compressed.');
  if (typeof status === 'number' && status >= 400 && status < 500)
    return problemWith(status, String(message));
  return problem('broken', 'Nothing was changed. Please try again; the newsroom’s log says what happened.');
}

function problem(kind: Kind, detail: string, more: Record<string, unknown> = {}): Problem {
  const { status, title } = PROBLEMS[kind];
  return { type: addressOfProblem(kind), title, status, detail, ...more };
}

/** A status that no kind has is all that is to be said: about:blank, as RFC 9457 has it. */
function problemWith(status: number, detail: string, more: Record<string, unknown> = {}): Problem {
  const kind = kindOf(status);
  return kind
    ? problem(kind, detail, more)
    : { type: 'about:blank', title: 'Not possible', status, detail, ...more };
}

/** From the root, as RFC 9457 asks for where it is not absolute: the service may stand behind several names. */
export const addressOfProblem = (kind: string): string => `/api/v1/problems/${kind}`;

/** No tag: an error is nothing that could be held or matched, but a 412 names that of what is there now. */
export function sendProblem(response: Response, problem: Problem): void {
  const tag = tagOf(problem);
  response.removeHeader('ETag');
  response.removeHeader('Last-Modified');
  if (tag) response.set('ETag', tag);
  if (problem.status === 401 && !response.get('WWW-Authenticate')) response.set('WWW-Authenticate', 'Bearer');
  if (problem.status === 503) response.set('Retry-After', '2');
  if (problem.retryAfter !== undefined) response.set('Retry-After', String(problem.retryAfter));
  response
    .status(problem.status)
    .set('Content-Type', 'application/problem+json')
    .set('Cache-Control', cachingOfError(response.req, problem.status))
    .end(JSON.stringify(problem));
}

function tagOf({ current }: Problem): string | undefined {
  const now = current as Stale['current'] | undefined;
  return now && ('revision' in now ? entryTag(now) : blogTag(now));
}

interface Answering {
  /** Whether readers could once see a blog of this slug. */
  wasRemoved(slug: string): Promise<boolean>;
  onError(error: unknown, doing: string): void;
  send(response: Response, problem: Problem): void;
}

/** Logs what is our own fault and answers with `send`. */
export function errorHandler({ wasRemoved, onError, send }: Answering): ErrorRequestHandler {
  return async (thrown, request, response, next) => {
    const isRemoved = thrown instanceof NoBlog && (await wasRemoved(thrown.slug).catch(() => false));
    const error: unknown = isRemoved ? new Removed('This live blog was removed.') : thrown;
    const problem = problemOf(error);
    if (problem.status >= 500 && !(error instanceof Busy))
      onError(error, `${request.method} ${withoutSecrets(request.path)}`);
    if (response.headersSent) return next(error);
    send(response, problem);
  };
}

/** What stands in a one-time link is as good as a password. */
const withoutSecrets = (path: string): string => path.replace(/\/(invitations|join)\/[^/]+/, '/$1/…');
