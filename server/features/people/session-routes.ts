/** Signing in and out, one's own account and sessions, and what one-time links are for. */
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, RequestHandler, Response } from 'express';
import * as commands from '../../../shared/people.ts';
import { acceptInvitation, offerOf } from './invitations.ts';
import { ABSOLUTE_MS, cookieName, stayAlive } from '../../newsroom/sessions.ts';
import type { SignedIn, Staff } from './staff.ts';
import type { Store } from '../../store/store.ts';
import type { House } from '../feature.ts';
import type { Operations } from '../../http/api/openapi/operations.ts';
import type { Door } from '../../http/door.ts';
import { networkOf, perNetwork } from '../../http/limits.ts';
import {
  by,
  command,
  keepPrivate,
  oursOnly,
  publicUrlOf,
  session,
  sessionOf,
  signedIn,
  whenceOf,
} from '../../http/request.ts';

/** Attempts to sign in or to use a link that may fail, from one network, in a minute. */
const FAILURES_PER_MINUTE = 20;

const KNOWN = '-known';
const KNOWN_SECONDS = 365 * 24 * 60 * 60;

export const SESSION_OPERATIONS: Operations = {
  'POST /session': {
    summary: 'Sign in at the desk.',
    for: 'own pages',
    body: commands.signIn,
    answers: { 200: 'Me' },
  },
  'GET /session': { summary: 'Who is signed in.', for: 'desk', answers: { 200: 'Me' } },
  'DELETE /session': { summary: 'Sign out.', for: 'desk', answers: { 204: '' } },
  'GET /sessions': { summary: 'One’s own sessions.', for: 'desk', answers: { 200: 'Sessions' } },
  'DELETE /sessions/:id': { summary: 'End one of them.', for: 'desk', answers: { 204: '' } },
  'PATCH /me': {
    summary: 'One’s own name and password.',
    for: 'desk',
    body: commands.changeMe,
    answers: { 200: 'Me' },
  },
  'GET /invitations/:id': {
    summary: 'What a one-time link is for.',
    for: 'all',
    answers: { 200: 'Offer' },
    problems: ['not-found'],
  },
  'POST /invitations/:id': {
    summary: 'Use a one-time link.',
    for: 'own pages',
    body: commands.acceptInvitation,
    answers: { 201: 'Me' },
    problems: ['not-found'],
  },
};

/** For those who are not signed in yet. */
export function signInRoutes({ open, body }: Door, { store, commit }: House, staff: Staff): void {
  const isKnown = async (request: Request) =>
    ((await staff.known.nameIn(knownIn(request))) ?? (await sessionOf(store, request))) !== undefined;
  const limit = perNetwork(FAILURES_PER_MINUTE, 'Too many attempts.', {
    failuresOnly: true,
    unless: isKnown,
  });

  open.post('/session', oursOnly, limit, body, async (request: Request, response: Response) => {
    const signIn = command(request, commands.signIn);
    const before = await sessionOf(store, request);
    const from = { network: networkOf(request), ...whenceOf(request), known: knownIn(request), before };
    sendSignedIn(request, response, await staff.signIn(signIn, from));
  });

  open.get('/invitations/:id', limit, async (request: Request<{ id: string }>, response) => {
    keepPrivate(response);
    response.json(await offerOf(store, request.params.id));
  });

  open.post(
    '/invitations/:id',
    oursOnly,
    limit,
    body,
    async (request: Request<{ id: string }>, response: Response) => {
      const accept = command(request, commands.acceptInvitation);
      const { id: token } = request.params;
      const accepted = await acceptInvitation(store, commit, token, accept, whenceOf(request));
      sendSignedIn(request, response.status(201), accepted);
    },
  );
}

/** For those who are. */
export function sessionRoutes({ open, commands: writes }: Door, { store }: House, staff: Staff): void {
  // The desk asks when it is opened, and while somebody uses it: what a page reads by itself is nobody's doing.
  open.get('/session', signedIn(store), async (request, response) => {
    const { email, actor } = session(request);
    await stayAlive(store, session(request));
    response.json({ id: actor.id, name: actor.name, email, grants: actor.grants } satisfies commands.Me);
  });

  open.get('/sessions', signedIn(store), async (request, response) => {
    response.json({ sessions: await staff.sessions(session(request)) });
  });

  writes.delete('/session', async (request, response) => {
    const { id } = session(request);
    await staff.endSession(by(request).actor, id);
    setCookie(request, response, '', 0);
    response.status(204).end();
  });

  writes.delete('/sessions/:id', async (request, response) => {
    session(request);
    await staff.endSession(by(request).actor, request.params.id);
    response.status(204).end();
  });

  writes.patch('/me', async (request, response) => {
    const mine = { ...session(request), actor: by(request).actor };
    const { me, cookie } = await staff.changeMe(mine, command(request, commands.changeMe));
    if (cookie !== undefined) setCookie(request, response, cookie, ABSOLUTE_MS / 1_000);
    response.json(me);
  });
}

function sendSignedIn(request: Request, response: Response, { me, cookie }: SignedIn): void {
  setCookie(request, response, cookie, ABSOLUTE_MS / 1_000);
  response.json(me);
}

/** The cookie of a browser in which somebody has signed in before. */
function knownIn(request: Request): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[cookieName(publicUrlOf(request)) + KNOWN];
}

/** Whoever opens the desk signed in is known in this browser from now on. */
export function rememberBrowser(store: Store, staff: Staff): RequestHandler {
  return async (request, response, next) => {
    try {
      const session = await sessionOf(store, request);
      const value = session && (await staff.known.valueFor(knownIn(request), session.actor.id));
      if (value) setCookie(request, response, value, KNOWN_SECONDS, KNOWN);
    } catch {
      // The page is there without the record, too.
    }
    next();
  };
}

/** `suffix` tells one cookie of ours from the other. */
function setCookie(request: Request, response: Response, value: string, maxAge: number, suffix = ''): void {
  const publicUrl = publicUrlOf(request);
  const cookie = {
    name: cookieName(publicUrl) + suffix,
    value,
    maxAge,
    path: '/',
    httpOnly: true,
    sameSite: 'strict' as const,
    secure: publicUrl.startsWith('https:'),
  };
  response.append('Set-Cookie', stringifySetCookie(cookie));
}
