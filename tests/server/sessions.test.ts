/** Signing in: the cookie, how long it is good for, who can end it, and what other sites can do with it. */
import { describe, expect, test } from 'vitest';
import { ABSOLUTE_MS, IDLE_MS, newSession } from '../../server/newsroom/sessions.ts';
import type { BlogFacts } from '../../shared/desk.ts';
import type { Me, SessionInfo } from '../../shared/people.ts';
import { hire, isSignedIn, PASSWORD, Person } from '../support/staff.ts';
import { freePort } from '../support/process.ts';
import { type Service, startService } from '../support/service.ts';

const ago = (milliseconds: number): string => new Date(Date.now() - milliseconds).toISOString();
const sessionsOf = async (person: Person): Promise<SessionInfo[]> =>
  (await person.send<{ sessions: SessionInfo[] }>('GET', '/sessions')).body.sessions;

describe('the cookie', () => {
  test('is kept from scripts and other sites, and ends when the session does', async () => {
    const service = await startService();
    const { email } = await hire(service, 'editor');
    const person = new Person(service);
    const answer = await person.signIn(email);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ email, grants: [{ role: 'editor', blog: null }] });
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^dateline=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);

    const before = person.cookie;
    const out = await person.send('DELETE', '/session');
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()).toEqual([expect.stringContaining('dateline=; Max-Age=0; Path=/')]);
    person.cookie = before;
    expect(await isSignedIn(person)).toBe(false);
  });

  test('over https goes to this very host alone, and only encrypted', async () => {
    const service = await startService({ PORT: await freePort(), PUBLIC_URL: 'https://live.example.org' });
    const { email } = await hire(service, 'editor');
    const person = new Person(service);
    const answer = await person.signIn(email);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-dateline=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ]);
    expect(await isSignedIn(person)).toBe(true);
    person.cookie = person.cookie.replace('__Host-', '');
    expect(await isSignedIn(person)).toBe(false);
  });
});

describe('a session', () => {
  test('is new with each sign-in, and the one before in the same browser ends', async () => {
    const service = await startService();
    const person = await hire(service, 'editor');
    const before = person.cookie;
    await person.signIn(person.email);
    expect(person.cookie).not.toBe(before);
    expect((await sessionsOf(person)).length).toBe(1);
    person.cookie = before;
    expect(await isSignedIn(person)).toBe(false);
  });

  test.each([
    ['not used for too long', IDLE_MS / 2, IDLE_MS + 5_000],
    ['in use, but begun too long ago', ABSOLUTE_MS + 5_000, 0],
  ])('that was %s has ended, and goes with the next sign-in', async (_, begun, seen) => {
    const service = await startService();
    const person = await hire(service, 'editor');
    const session = newSession(person.id, 'an old browser', new Date().toISOString());
    const row = { ...session.row, created_at: ago(begun), seen_at: ago(seen) };
    await service.store.transaction(({ accounts }) => accounts.addSession(row));
    const other = new Person(service);
    other.cookie = `dateline=${session.cookie}`;
    expect(await isSignedIn(other)).toBe(false);
    expect((await sessionsOf(person)).map(({ agent }) => agent)).toEqual(['a test']);
    await new Person(service).signIn(person.email);
    expect(await service.store.accounts.session(row.hash)).toBeUndefined();
  });

  test('goes on while it is used, and is written down once a minute at most', async () => {
    const service = await startService();
    const person = await hire(service, 'editor');
    const [begun] = await sessionsOf(person);
    await isSignedIn(person);
    expect((await sessionsOf(person))[0]!.seenAt).toBe(begun!.seenAt);

    await service.store.transaction(({ accounts }) => accounts.sessionSeen(begun!.id, ago(61_000)));
    await isSignedIn(person);
    expect((await sessionsOf(person))[0]!.seenAt > begun!.seenAt).toBe(true);
  });

  test('can be seen and ended by its owner on another device, and by nobody else', async () => {
    const service = await startService();
    const [person, stranger] = [await hire(service, 'editor'), await hire(service, 'admin')];
    const phone = new Person(service);
    await phone.send(
      'POST',
      '/session',
      { email: person.email, password: PASSWORD },
      { 'User-Agent': 'Phone' },
    );
    const sessions = await sessionsOf(person);
    expect(sessions.map(({ agent, isThis }) => [agent, isThis]).sort()).toEqual([
      ['Phone', false],
      ['a test', true],
    ]);
    const { id } = sessions.find(({ agent }) => agent === 'Phone')!;
    expect((await sessionsOf(stranger)).map((session) => session.id)).not.toContain(id);
    expect((await stranger.send('DELETE', `/sessions/${id}`)).status).toBe(404);
    expect(await isSignedIn(phone)).toBe(true);
    expect((await person.send('DELETE', `/sessions/${id}`)).status).toBe(204);
    expect(await isSignedIn(phone)).toBe(false);
    expect(await isSignedIn(person)).toBe(true);
  });

  test('ends with a new password everywhere but where that was chosen', async () => {
    const service = await startService();
    const person = await hire(service, 'editor');
    const phone = new Person(service);
    await phone.signIn(person.email);
    const change = (current: string) =>
      person.send('PATCH', '/me', { name: 'Ada', password: { current, next: 'another battery' } });
    const refused = await change('not this one');
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([{ field: 'password.current', detail: 'is not your password' }]);
    expect(await isSignedIn(phone)).toBe(true);

    expect((await change(PASSWORD)).body).toMatchObject({ name: 'Ada', email: person.email });
    expect([await isSignedIn(person), await isSignedIn(phone)]).toEqual([true, false]);
    expect((await phone.signIn(person.email)).status).toBe(401);
    expect((await phone.signIn(person.email, 'another battery')).status).toBe(200);
  });
});

describe('a command by cookie', () => {
  const foreign: [string, Record<string, string | undefined>, number][] = [
    ['from another site’s page', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }, 403],
    ['from a sibling of our own domain', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['typed into the address bar', { 'Sec-Fetch-Site': 'none' }, 403],
    ['from an older browser on another site', { Origin: 'https://evil.example' }, 403],
    ['from another port of this machine', { Origin: 'http://localhost:1' }, 403],
    ['from a sandboxed frame', { Origin: 'null' }, 403],
    ['that does not say from where', { Origin: undefined }, 403],
    ['as a form would send it', { 'Content-Type': 'text/plain' }, 415],
    ['as another form would', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
  ];

  async function tryAll(service: Service, headers: Record<string, string | undefined>): Promise<number[]> {
    const admin = await hire(service, 'admin');
    const other = await hire(service, 'editor');
    const commands: [string, string, unknown][] = [
      ['POST', '/blogs', { slug: 'new', title: 'New' }],
      ['PATCH', '/blogs/flood', { title: 'Defaced' }],
      ['POST', '/blogs/flood/entries', { headline: 'Forged' }],
      ['POST', '/invitations', { email: 'eve@example.org', grant: { role: 'admin', blog: null } }],
      ['PATCH', `/people/${other.id}`, { isDisabled: true }],
      ['PATCH', '/me', { name: 'Eve' }],
      ['POST', '/session', { email: other.email, password: PASSWORD }],
      ['DELETE', '/session', {}],
    ];
    const statuses: number[] = [];
    for (const [method, path, body] of commands) {
      statuses.push((await admin.send(method, path, JSON.stringify(body), headers)).status);
    }
    return statuses;
  }

  async function state(service: Service) {
    const reader = new Person(service);
    const desk = await service.desk();
    const { body: blog } = await reader.send('GET', '/blogs/flood');
    const { blogs } = await desk.send<{ blogs: BlogFacts[] }>('GET', '/blogs');
    const { people } = await desk.send<{ people: Me[] }>('GET', '/people');
    return { blog, blogs: blogs.length, people: people.filter(({ name }) => name === 'Eve') };
  }

  test.each(foreign)('%s changes nothing', async (_, headers, status) => {
    const service = await startService();
    await (await service.desk()).createBlog({ slug: 'flood', title: 'The river rises' });
    const before = await state(service);
    expect(new Set(await tryAll(service, headers))).toEqual(new Set([status]));
    expect(await state(service)).toEqual(before);
  });

  test.each([
    ['as browsers say it', { 'Sec-Fetch-Site': 'same-origin' }],
    ['as older browsers say it', {}],
  ])('from our own page works, %s', async (_, headers) => {
    const service = await startService();
    await (await service.desk()).createBlog({ slug: 'flood', title: 'The river rises' });
    expect(await tryAll(service, headers)).toEqual([201, 200, 201, 201, 200, 200, 401, 204]);
  });

  test('where the public address is known, no other will do', async () => {
    const service = await startService({ PORT: await freePort(), PUBLIC_URL: 'https://live.example.org' });
    const person = await hire(service, 'editor');
    const rename = async (Origin: string) =>
      (await person.send('PATCH', '/me', { name: 'Ada' }, { Origin })).status;
    expect(await rename('https://live.example.org')).toBe(200);
    expect(await rename('http://live.example.org')).toBe(403);
    expect(await rename(`http://127.0.0.1:${service.config.PORT}`)).toBe(403);
  });

  test('is not readable for other sites, and nothing on the way keeps it', async () => {
    const service = await startService();
    const person = await hire(service, 'admin');
    for (const path of ['/session', '/sessions', '/people', '/bylines']) {
      const { status, headers } = await person.send('GET', path);
      expect([path, status, headers.get('Cache-Control')]).toEqual([path, 200, 'no-store']);
      expect(headers.get('Access-Control-Allow-Origin')).toBeNull();
    }
    const blogs = async (who: Person) => (await who.send('GET', '/blogs')).headers;
    expect((await blogs(person)).get('Cache-Control')).toBe('no-store');
    expect((await blogs(new Person(service))).get('Cache-Control')).toContain('public');
    expect((await blogs(new Person(service))).get('Vary')).toContain('Cookie');
  });
});

test('the desk’s page is one for all its addresses, kept by nobody, and framed by nobody', async () => {
  const { url } = await startService();
  const pages = await Promise.all(
    ['/desk', '/desk/flood', '/desk/join/secret'].map((path) => fetch(url + path)),
  );
  const [page, ...others] = await Promise.all(pages.map((answer) => answer.text()));
  expect(page).toContain('<div id="desk">');
  expect(others).toEqual([page, page]);
  for (const { status, headers } of pages) {
    expect([status, headers.get('Cache-Control')]).toEqual([200, 'no-store']);
    expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('Content-Security-Policy')).not.toContain('unsafe');
    expect(headers.get('X-Frame-Options')).toBe('DENY');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
  }
});
