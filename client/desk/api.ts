/** The way to the server: one call for every command and read of the desk, and the two ways in which it can fail. */
import { ulid } from 'ulid';
import type { FieldError } from '../../shared/commands.ts';
import { within } from '../within.ts';

/** What the server says when it refuses (RFC 9457). */
export interface Problem {
  title?: string;
  detail: string;
  /** With 422 and 409: what is wrong with which field. */
  errors?: FieldError[];
  [more: string]: unknown;
}

/** The server answered, and the answer is no. */
export class Refused extends Error {
  readonly status: number;
  readonly problem: Problem;
  /** Seconds after which to try again, where the server said so. */
  readonly retryAfter: number | null;
  constructor(status: number, problem: Problem, retryAfter: number | null = null) {
    super(problem.detail);
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** The server knows of no session. */
export const isSignedOut = (error: unknown): boolean => error instanceof Refused && error.status === 401;

/** No answer, or none from the service itself: whether the command was carried out is not known. */
export class Unreachable extends Error {}

export interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** Milliseconds of silence after which nobody is there; 10,000 unless told. */
  patience?: number;
}

const PATIENCE_MS = 10_000;

const signedOutListeners = new Set<() => void>();

/** Hears of every answer that says that nobody is signed in (any more). Returns how to stop listening. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => void signedOutListeners.delete(listener);
}

/**
 * Sends a command or a read; `path` is relative to /api/v1. Resolves to the answer's JSON, undefined where there is
 * none. Rejects with Refused, or with Unreachable (also after so much silence).
 */
export async function call<T>(
  method: string,
  path: string,
  { body, headers, patience = PATIENCE_MS }: CallOptions = {},
): Promise<T> {
  const request = {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    cache: 'no-store',
  } as const;
  try {
    return await within(patience, (signal) => ask<T>(`/api/v1${path}`, { ...request, signal }));
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreachable) throw error;
    throw new Unreachable('The service can’t be reached.', { cause: error });
  }
}

async function ask<T>(address: string, request: RequestInit): Promise<T> {
  const response = await fetch(address, request);
  if (!response.ok) throw await refusal(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function refusal(response: Response): Promise<Error> {
  if (!response.headers.get('Content-Type')?.startsWith('application/problem+json'))
    return new Unreachable(`Something on the way to the service answered ${response.status}.`);
  const problem = (await response.json()) as Problem;
  if (response.status === 401) for (const listener of signedOutListeners) listener();
  const retryAfter = Number(response.headers.get('Retry-After') ?? NaN);
  return new Refused(response.status, problem, Number.isNaN(retryAfter) ? null : retryAfter);
}

/** The headers of a command that changes an entry: on which revision, and once however often it is sent. */
export const onRevision = ({ revision }: { revision: number }): Record<string, string> => ({
  'If-Match': `"${revision}"`,
  'Idempotency-Key': ulid(),
});
