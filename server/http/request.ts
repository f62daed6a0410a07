/** What a request says: who sends it, which command, on which revision. */
import type { Request, RequestHandler } from 'express';
import * as commands from '../../shared/commands.ts';
import type { By } from '../newsroom/once.ts';
import { Invalid } from '../newsroom/errors.ts';
import { type Actor, actorOf } from '../newsroom/people.ts';
import type { Store } from '../store/store.ts';
import { HttpProblem } from './problem.ts';

const actors = new WeakMap<Request, Actor>();

/** Whom the bearer token stands for; undefined without one, or with one that nobody has. */
export async function actorFrom(store: Store, request: Request): Promise<Actor | undefined> {
  const token = /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
  return token === undefined ? undefined : actorOf(store, token);
}

/** Lets nobody pass without a token, and remembers whom it stands for. */
export function signedIn(store: Store): RequestHandler {
  return async (request, response, next) => {
    const actor = await actorFrom(store, request);
    if (!actor) {
      response.set('WWW-Authenticate', 'Bearer');
      throw new HttpProblem(
        401,
        'Send a token as "Authorization: Bearer TOKEN"; `npm run -s dateline -- token create NAME` makes one.',
      );
    }
    actors.set(request, actor);
    next();
  };
}

/** Who commands, behind `signedIn`. */
export function by(request: Request): By {
  const key = request.headers['idempotency-key'];
  if (key !== undefined && (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))) {
    throw new HttpProblem(400, 'Idempotency-Key must be of 1 to 200 visible ASCII characters.');
  }
  return { actor: actors.get(request)!, key };
}

/** The body as the command; throws Invalid with everything that is wrong with it. */
export function command<Schema extends Parameters<typeof commands.check>[0]>(
  request: Request,
  schema: Schema,
) {
  if (request.body === undefined)
    throw new HttpProblem(415, 'Send the command as JSON, with Content-Type: application/json.');
  const checked = commands.check(schema, request.body);
  if (!checked.ok) throw new Invalid(checked.errors);
  return checked.value;
}

/** The revision that the editor saw, from `If-Match` [R11]. */
export function revisionFrom(request: Request): number {
  const header = request.headers['if-match'];
  if (header === undefined)
    throw new HttpProblem(428, 'Say which revision you edited, such as If-Match: "3".');
  const revision = /^"(\d{1,15})"$/.exec(header)?.[1];
  if (revision === undefined)
    throw new HttpProblem(400, 'If-Match must be one revision in quotes, such as "3".');
  return Number(revision);
}

/** A whole number from the query. */
export function wholeFrom(
  request: Request,
  name: string,
  least: number,
  most: number,
  fallback: number | undefined,
): number {
  const given = request.query[name];
  if (given === undefined && fallback !== undefined) return fallback;
  const value = typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : NaN;
  if (value >= least && value <= most) return value;
  throw new HttpProblem(400, `"${name}" must be a whole number from ${least} to ${most}.`);
}
