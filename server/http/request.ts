/** What a request says: who sends it, which command, on which revision. */
import type { Request, RequestHandler, Response } from 'express';
import { placeOf } from '../../shared/blog.ts';
import * as commands from '../../shared/commands.ts';
import { addressOf } from '../fair/network.ts';
import type { By } from '../newsroom/once.ts';
import { Forbidden, Invalid } from '../newsroom/errors.ts';
import { type Actor, actorOf, type Whence } from '../newsroom/people.ts';
import { isOwnOrigin, type Session, sessionFrom, stayAlive } from '../newsroom/sessions.ts';
import { PAGE_SIZE } from '../store/public.ts';
import type { Store } from '../store/store.ts';
import { HttpProblem } from './problem.ts';

/** Express's name for the setting PUBLIC_URL. */
export const PUBLIC_URL = 'public url';

/** Whoever asks; without a session where a token says who it is. */
interface Asker {
  actor: Actor;
  session?: Session;
}

const askers = new WeakMap<Request, Asker>();
const MOST_PER_PAGE = 100;
const READS = new Set(['GET', 'HEAD']);

export const publicUrlOf = (request: Request): string => request.app.get(PUBLIC_URL) as string;

/** The live session of the request's cookie; undefined without one. */
export const sessionOf = (store: Store, request: Request): Promise<Session | undefined> =>
  sessionFrom(store, request, publicUrlOf(request));

/** Whom the bearer token or else the cookie stands for; undefined without one, or with one that nobody has. */
export async function actorFrom(store: Store, request: Request): Promise<Actor | undefined> {
  return (await askerFrom(store, request))?.actor;
}

async function askerFrom(store: Store, request: Request): Promise<Asker | undefined> {
  request.res?.vary('Authorization, Cookie');
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer (\S{1,200})$/i.exec(authorization)?.[1];
    const actor = token === undefined ? undefined : await actorOf(store, token);
    return actor && { actor: { ...actor, from: whenceOf(request) } };
  }
  const session = await sessionOf(store, request);
  return session && { actor: { ...session.actor, from: whenceOf(request) }, session };
}

export const whenceOf = (request: Request): Whence => ({
  address: addressOf(request, request.app.get('trust proxy') as number),
  agent: request.headers['user-agent'] ?? '',
});

/** Lets nobody pass who is not signed in, and remembers who it is. */
export function signedIn(store: Store): RequestHandler {
  return async (request, response, next) => {
    keepPrivate(response);
    const asker = await askerFrom(store, request);
    if (!asker) {
      const isWrong = request.headers.authorization !== undefined;
      response.set('WWW-Authenticate', isWrong ? 'Bearer error="invalid_token"' : 'Bearer');
      throw new HttpProblem(
        401,
        'Sign in, or send a token as "Authorization: Bearer TOKEN"; `npm run -s dateline -- token create NAME` makes one.',
      );
    }
    // A browser sends the cookie whoever asks it to.
    if (asker.session && !READS.has(request.method)) {
      mustBeOurs(request);
      await stayAlive(store, asker.session);
    }
    askers.set(request, asker);
    next();
  };
}

/** For one person alone: nothing on the way keeps the answer, and no other site may read it. */
export function keepPrivate(response: Response): void {
  response.set('Cache-Control', 'no-store').removeHeader('Access-Control-Allow-Origin');
}

/** Throws where the request comes from another site's page, or from no page at all. */
export function mustBeOurs(request: Request): void {
  if (isOwnOrigin(request, publicUrlOf(request))) return;
  throw new HttpProblem(403, 'Only this service’s own pages may do this by cookie; programs use a token.');
}

/** Lets pass what comes from this service's own pages. */
export const oursOnly: RequestHandler = (request, response, next) => {
  keepPrivate(response);
  mustBeOurs(request);
  next();
};

/** What a command may come as: an edit is a merge patch (RFC 7396) by either name. */
export const JSON_TYPES = ['application/json', 'application/merge-patch+json'];

/** Lets pass what is JSON or has no body: a form of another site's page can send neither. */
export const jsonOnly: RequestHandler = (request, _response, next) => {
  const { 'content-length': length, 'transfer-encoding': chunks } = request.headers;
  const hasBody = chunks !== undefined || Number(length ?? 0) > 0;
  if (hasBody && !request.is(typesFor(request))) throw notJson(request);
  if (hasBody && request.headers['content-encoding'] !== undefined)
    request.res!.set('Accept-Encoding', 'identity');
  next();
};

const typesFor = ({ method }: Request): string[] =>
  method === 'PATCH' ? JSON_TYPES : JSON_TYPES.slice(0, 1);

function notJson(request: Request): HttpProblem {
  const header = request.method === 'PATCH' ? 'Accept-Patch' : 'Accept';
  request.res!.set(header, typesFor(request).join(', '));
  return new HttpProblem(415, 'Send the command as JSON, with Content-Type: application/json.');
}

/** Levels of lists and objects; no command has more than a few, and what walks one would run out of stack. */
const MOST_LEVELS = 32;

/** Throws where the body is nested deeper than any command. */
export const notTooDeep: RequestHandler = (request, _response, next) => {
  let level: unknown[] = [request.body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_LEVELS)
      throw new HttpProblem(400, `The JSON is nested deeper than ${MOST_LEVELS} levels.`);
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  next();
};

/** The person's session, behind `signedIn`. Throws Forbidden for a token, which has none. */
export function session(request: Request): Session {
  const asker = askers.get(request)!;
  if (!asker.session) throw new Forbidden('A token has no session; this is for people who have signed in.');
  return asker.session;
}

/** Who commands, behind `signedIn`. */
export function by(request: Request): By {
  const key = request.headers['idempotency-key'];
  if (
    key !== undefined &&
    (typeof key !== 'string' || key === '' || key.length > commands.LIMITS.idempotencyKey)
  ) {
    throw new HttpProblem(
      400,
      `Idempotency-Key must be of 1 to ${commands.LIMITS.idempotencyKey} characters.`,
    );
  }
  const { actor } = askers.get(request)!;
  if (key === undefined) return { actor };
  const said = [request.method, request.baseUrl + request.path, request.headers['if-match'], request.body];
  return { actor, key: { value: key, request: JSON.stringify(said) } };
}

/** The body as the command; throws Invalid with everything that is wrong with it. */
export function command<Schema extends Parameters<typeof commands.check>[0]>(
  request: Request,
  schema: Schema,
) {
  if (request.body === undefined) throw notJson(request);
  if (Array.isArray(request.body)) throw new Invalid([{ field: '', detail: 'must be a JSON object' }]);
  const checked = commands.check(schema, request.body);
  if (!checked.ok) throw new Invalid(checked.errors);
  return checked.value;
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

/** The epoch of what the client holds; undefined for one that knows of none. */
export function epochFrom({ query: { epoch } }: Request): string | undefined {
  if (epoch === undefined || (typeof epoch === 'string' && /^[\w-]{1,40}$/.test(epoch))) return epoch;
  throw new HttpProblem(400, '"epoch" is not one that this API gave.');
}

/** How many a page is to have. */
export const limitFrom = (request: Request, usual = PAGE_SIZE): number =>
  wholeFrom(request, 'limit', 1, MOST_PER_PAGE, usual);

/** The place from which a page of older entries goes on; null for the newest page. */
export function placeFrom({ query: { before } }: Request): ReturnType<typeof placeOf> {
  const place = typeof before === 'string' ? placeOf(before) : null;
  if (before === undefined || place) return place;
  throw new HttpProblem(400, '"before" is not a cursor that this API gave.');
}
