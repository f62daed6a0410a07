/** Every refusal, turned into its status in one place: RFC 9457 for the API, a page for people. */
import type { ErrorRequestHandler, Response } from 'express';
import { type FailureKind, failureOf } from '../store/failures.ts';
import {
  Busy,
  Forbidden,
  Invalid,
  KeyReused,
  NotFound,
  NotKnown,
  Removed,
  Stale,
  Taken,
  TooSoon,
} from '../newsroom/errors.ts';

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
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  /** Seconds. */
  retryAfter?: number;
  [more: string]: unknown;
}

/** By status. docs/api.md has them, too. */
export const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  410: 'Removed',
  412: 'Changed by somebody else',
  413: 'Too large',
  415: 'Not JSON',
  422: 'Not valid',
  428: 'If-Match is missing',
  429: 'Too many requests',
  500: 'Something broke here',
  503: 'Not available for the moment',
};

export function problemOf(error: unknown): Problem {
  if (error instanceof HttpProblem) return problem(error.status, error.message, error.more);
  if (error instanceof Invalid) return problem(422, error.message, { errors: error.errors });
  if (error instanceof NotFound) return problem(404, error.message);
  if (error instanceof Removed) return problem(410, error.message);
  if (error instanceof Forbidden) return problem(403, error.message);
  if (error instanceof Taken)
    return problem(409, error.message, { errors: [{ field: error.field, detail: 'is taken' }] });
  if (error instanceof Stale)
    return problem(412, error.message, { current: error.current, yours: error.yours });
  if (error instanceof NotKnown) return problem(401, error.message);
  if (error instanceof TooSoon) return problem(429, error.message, { retryAfter: error.seconds });
  if (error instanceof Busy) return problem(503, error.message);
  if (error instanceof KeyReused) return problem(422, error.message);
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
  if (failure) return problem(503, `${UNAVAILABLE[failure.kind]} ${SEND_AGAIN}`);
  const { status, type, limit, message } = error as Partial<Record<string, unknown>>;
  if (type === 'entity.too.large') {
    return problem(413, `The body has more than ${String(limit)} bytes.`, { limit });
  }
  if (type === 'entity.parse.failed') return problem(400, `The body is not JSON: ${String(message)}.`);
  if (type === 'encoding.unsupported') return problem(415, 'The body must not be compressed.');
  if (typeof status === 'number' && status >= 400 && status < 500) return problem(status, String(message));
  return problem(500, 'Nothing was changed. Please try again; the newsroom’s log says what happened.');
}

function problem(status: number, detail: string, more: Record<string, unknown> = {}): Problem {
  return { type: 'about:blank', title: TITLES[status] ?? 'Not possible', status, detail, ...more };
}

export function sendProblem(response: Response, problem: Problem): void {
  if (problem.status === 503) response.set('Retry-After', '2');
  if (problem.retryAfter !== undefined) response.set('Retry-After', String(problem.retryAfter));
  response
    .status(problem.status)
    .type('application/problem+json')
    .set('Cache-Control', 'no-store')
    .json(problem);
}

/** Logs what is our own fault and answers with `send`. */
export function errorHandler(
  onError: (error: unknown, doing: string) => void,
  send: (response: Response, problem: Problem) => void,
): ErrorRequestHandler {
  return (error, request, response, next) => {
    const problem = problemOf(error);
    if (problem.status >= 500) onError(error, `${request.method} ${withoutSecrets(request.path)}`);
    if (response.headersSent) return next(error);
    send(response, problem);
  };
}

/** What stands in a one-time link is as good as a password. */
const withoutSecrets = (path: string): string => path.replace(/\/(invitations|join)\/[^/]+/, '/$1/…');
