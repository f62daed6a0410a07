/** [R16] Nobody acts after they have gone, and what they handed out ends with them. */
import { request as send } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createToken, revokeToken } from '../../server/newsroom/people.ts';
import type { Invitation } from '../../shared/people.ts';
import { openDesk } from '../support/person.ts';
import { type Service, startService } from '../support/service.ts';
import { hire, invitationBy, isSignedIn, PASSWORD, Person } from '../support/staff.ts';

type Employee = Awaited<ReturnType<typeof hire>>;

/** A command whose body waits until it is told to go. */
function slowly(
  service: Service,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: unknown,
) {
  const text = JSON.stringify(body);
  const request = send(`${service.url}/api/v1${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', 'Content-Length': text.length, ...headers },
  });
  const status = new Promise<number>((resolve, reject) => {
    request.once('response', (response) => resolve(response.resume().statusCode!));
    request.once('error', reject);
  });
  request.write(text.slice(0, 1));
  return { status, finish: () => (request.end(text.slice(1)), status) };
}

const begun = () => new Promise((resolve) => setTimeout(resolve, 100));

async function newsroom() {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog({ slug: 'flood', title: 'Flood' });
  const { id } = await desk.publish('flood', { headline: 'Water' });
  const byline = await desk.send<{ id: string }>('POST', '/bylines', { kind: 'person', name: 'Ada' });
  const boss = await hire(service, 'admin');
  const other = await hire(service, 'editor');
  const invited = (await invitationBy(boss, 'new@example.org')).body;
  const commands: [string, string, unknown, Record<string, string>?][] = [
    ['POST', '/blogs', { slug: 'mine', title: 'Mine' }],
    ['PATCH', '/blogs/flood', { title: 'Mine' }],
    ['POST', '/blogs/flood/entries', { headline: 'Mine' }],
    ['PATCH', `/blogs/flood/entries/${id}`, { headline: 'Mine' }, { 'If-Match': '"1"' }],
    ['POST', `/blogs/flood/entries/${id}/restore`, { revision: 1 }, { 'If-Match': '"1"' }],
    ['DELETE', `/blogs/flood/entries/${id}`, { reason: 'mine' }],
    ['POST', '/invitations', { email: 'mine@example.org', grant: { role: 'admin', blog: null } }],
    ['DELETE', `/invitations/${invited.id}`, {}],
    ['PATCH', `/people/${other.id}`, { grants: [{ role: 'admin', blog: null }] }],
    ['POST', `/people/${other.id}/password-link`, {}],
    ['POST', '/bylines', { kind: 'person', name: 'Mine' }],
    ['PATCH', `/bylines/${byline.id}`, { kind: 'person', name: 'Mine' }],
    ['DELETE', `/bylines/${byline.id}`, {}],
    ['POST', '/partners', { name: 'Mine', origins: ['https://mine.example.org'] }],
  ];
  return { service, boss, other, commands };
}

const cookieOf = ({ cookie }: Person, { url }: Service) => ({ Cookie: cookie, Origin: url });

describe('[R16] a command whose body comes after its sender has gone is not carried out', () => {
  test('of a person who was removed meanwhile', async () => {
    const { service, boss, commands } = await newsroom();
    const gone = await hire(service, 'admin');
    const under = commands.map(([method, path, body, more]) =>
      slowly(service, method, path, { ...cookieOf(gone, service), ...more }, body),
    );
    await begun();
    await boss.send('PATCH', `/people/${gone.id}`, { isDisabled: true });
    const statuses = await Promise.all(under.map(({ finish }) => finish()));
    expect(statuses).toEqual(commands.map(() => 401));
  });

  test('of a token that was revoked meanwhile', async () => {
    const { service, commands } = await newsroom();
    const token = await createToken(service.store, 'gone', 'admin', null);
    const headers = { Authorization: `Bearer ${token}` };
    const under = commands.map(([method, path, body, more]) =>
      slowly(service, method, path, { ...headers, ...more }, body),
    );
    await begun();
    await revokeToken(service.store, token);
    expect(await Promise.all(under.map(({ finish }) => finish()))).toEqual(commands.map(() => 401));
  });

  test('of whoever was signed out or changed the password meanwhile', async () => {
    const { service, other } = await newsroom();
    const phone = new Person(service);
    await phone.signIn(other.email);
    const rename = slowly(service, 'PATCH', '/me', cookieOf(phone, service), { name: 'Mine' });
    await begun();
    await other.send('PATCH', '/me', { password: { current: PASSWORD, next: 'quite another horse' } });
    expect(await rename.finish()).toBe(401);
  });
});

describe('[R16] what somebody handed out ends with them', () => {
  const endings: [string, (boss: Employee, maker: Employee) => Promise<unknown>][] = [
    ['is removed', (boss, { id }) => boss.send('PATCH', `/people/${id}`, { isDisabled: true })],
    [
      'is lowered',
      (boss, { id }) => boss.send('PATCH', `/people/${id}`, { grants: [{ role: 'editor', blog: null }] }),
    ],
    [
      'changes the password',
      (_boss, maker) =>
        maker.send('PATCH', '/me', { password: { current: PASSWORD, next: 'quite another horse' } }),
    ],
  ];

  test.each(endings)('links of an admin who %s are worth nothing', async (_what, end) => {
    const { service, boss, other } = await newsroom();
    const maker = await hire(service, 'admin');
    const invitation = (await invitationBy(maker, 'friend@example.org', 'admin')).body;
    const password = (await maker.send<{ link: string }>('POST', `/people/${other.id}/password-link`, {}))
      .body;
    await end(boss, maker);
    for (const { link } of [invitation, password]) {
      const taker = new Person(service);
      expect((await taker.accept(link, { name: 'Friend' })).status).toBe(404);
      expect(await isSignedIn(taker)).toBe(false);
    }
    expect((await links(boss)).map(({ email }) => email)).toEqual(['new@example.org']);
  });

  test('a link of a revoked token is worth nothing, and one for somebody who has gone neither', async () => {
    const { service, boss, other } = await newsroom();
    const token = await createToken(service.store, 'gone', 'admin', null);
    const program = (method: string, path: string, body: unknown) =>
      new Person(service).send<{ link: string }>(method, path, body, { Authorization: `Bearer ${token}` });
    const grant = { role: 'admin', blog: null };
    const { link } = (await program('POST', '/invitations', { email: 'a@example.org', grant })).body;
    await revokeToken(service.store, token);
    expect((await new Person(service).accept(link, { name: 'Friend' })).status).toBe(404);
    const own = (await boss.send<{ link: string }>('POST', `/people/${other.id}/password-link`, {})).body;
    await boss.send('PATCH', `/people/${other.id}`, { isDisabled: true });
    await boss.send('PATCH', `/people/${other.id}`, { isDisabled: false });
    expect((await new Person(service).accept(own.link, {})).status).toBe(404);
  });

  test('links for new passwords are listed, and can be taken back', async () => {
    const { service, boss, other } = await newsroom();
    const { link } = (await boss.send<{ link: string }>('POST', `/people/${other.id}/password-link`, {}))
      .body;
    const [, listed] = await links(boss);
    expect(listed).toMatchObject({ person: other.id, email: other.email });
    expect((await boss.send('DELETE', `/invitations/${listed!.id}`)).status).toBe(204);
    expect((await new Person(service).accept(link, {})).status).toBe(404);
  });
});

test('[R16] a new password gives its owner a new cookie, and a copy of the old one is worth nothing', async () => {
  const { service, other } = await newsroom();
  const thief = new Person(service);
  thief.cookie = other.cookie;
  const desk = openDesk(service.url, cookieOf(other, service));
  expect(await desk.watch('flood')).toEqual({ ok: true });
  await other.send('PATCH', '/me', { password: { current: PASSWORD, next: 'quite another horse' } });
  expect(await isSignedIn(other)).toBe(true);
  expect(await isSignedIn(thief)).toBe(false);
  expect(await desk.watch('flood')).toEqual({ ok: true });
  expect(desk.isSignedOut).toBe(false);
});

test('[R16] a session lasts while a person does something, and not for what its page asks by itself', async () => {
  const { service, other } = await newsroom();
  const [session] = await service.store.accounts.sessionsOf(other.id);
  const seenAt = async () => (await service.store.accounts.sessionById(session!.id))!.seen_at;
  const anHourAgo = new Date(Date.now() - 60 * 60_000).toISOString();
  await service.store.transaction(({ accounts }) => accounts.sessionSeen(session!.id, anHourAgo));
  for (const path of ['/blogs', '/blogs/flood/desk', '/blogs/flood/desk/entries', '/bylines', '/sessions']) {
    expect((await other.send('GET', path)).status).toBe(200);
  }
  const desk = openDesk(service.url, cookieOf(other, service));
  expect(await desk.watch('flood')).toEqual({ ok: true });
  expect(await seenAt()).toBe(anHourAgo);
  await other.send('POST', '/blogs/flood/entries', { headline: 'x', state: 'draft' });
  expect((await seenAt()) > anHourAgo).toBe(true);
});

async function links(boss: Person): Promise<(Invitation & { person?: string })[]> {
  const { body } = await boss.send<Record<'invitations' | 'passwordLinks', Invitation[]>>('GET', '/people');
  return [...body.invitations, ...body.passwordLinks];
}
