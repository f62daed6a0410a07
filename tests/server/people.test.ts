/** What an admin does with people and bylines, and that no secret gets out on the way. */
import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { startApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { Byline } from '../../shared/people.ts';
import { newDatabase } from '../support/postgres.ts';
import { hire, invitationBy, isSignedIn, PASSWORD, Person, tokenIn } from '../support/staff.ts';
import { newFolder, type Service, startService } from '../support/service.ts';

describe('an admin', () => {
  test('gives out links for new passwords; old sessions and the old password end with their use', async () => {
    const service = await startService();
    const [admin, bea] = [await hire(service, 'admin'), await hire(service, 'editor')];
    const linkFor = (id: string) => admin.send<{ link: string }>('POST', `/people/${id}/password-link`);
    const stale = await linkFor(bea.id);
    const { body, status } = await linkFor(bea.id);
    expect(status).toBe(201);
    const anew = new Person(service);
    expect((await anew.send('GET', `/invitations/${tokenIn(body.link)}`)).body).toMatchObject({
      kind: 'password',
      email: bea.email,
    });
    expect((await anew.accept(stale.body.link, {})).status).toBe(404);
    expect(await isSignedIn(bea)).toBe(true);
    expect((await anew.accept(body.link, { password: 'another battery' })).body).toMatchObject({
      id: bea.id,
    });
    expect([await isSignedIn(anew), await isSignedIn(bea)]).toEqual([true, false]);
    expect((await anew.accept(body.link, {})).status).toBe(404);
    expect((await bea.signIn(bea.email)).status).toBe(401);
    expect((await linkFor('nobody')).status).toBe(404);
  });

  test('changes roles, and the person’s sessions end at once; the same roles again end nothing', async () => {
    const service = await startService();
    const desk = await service.desk();
    await desk.createBlog({ slug: 'flood', title: 'The river rises' });
    const [admin, bea] = [await hire(service, 'admin'), await hire(service, 'contributor', 'flood')];
    const give = (role: string, blog: string | null) =>
      admin.send('PATCH', `/people/${bea.id}`, { grants: [{ role, blog }] });
    const publish = async () => (await bea.send('POST', '/blogs/flood/entries', { headline: 'News' })).status;
    expect(await publish()).toBe(403);
    expect((await give('contributor', 'flood')).status).toBe(200);
    expect(await isSignedIn(bea)).toBe(true);
    expect((await give('editor', 'flood')).body).toMatchObject({
      id: bea.id,
      isDisabled: false,
      grants: [{ role: 'editor', blog: 'flood' }],
    });
    expect(await publish()).toBe(401);
    await bea.signIn(bea.email);
    expect(await publish()).toBe(201);
    expect((await give('editor', 'nowhere')).status).toBe(422);
    const twice = { grants: [1, 2].map(() => ({ role: 'editor', blog: 'flood' })) };
    expect((await admin.send('PATCH', `/people/${bea.id}`, twice)).status).toBe(422);
    expect((await admin.send('PATCH', '/people/nobody', {})).status).toBe(404);
  });

  test('disables a person: signed out at once, no way back in, not even by a link, until enabled', async () => {
    const service = await startService();
    const [admin, bea] = [await hire(service, 'admin'), await hire(service, 'editor')];
    const { body } = await admin.send<{ link: string }>('POST', `/people/${bea.id}/password-link`);
    const disable = (isDisabled: boolean) => admin.send('PATCH', `/people/${bea.id}`, { isDisabled });
    expect((await disable(true)).body).toMatchObject({ isDisabled: true });
    expect(await isSignedIn(bea)).toBe(false);
    const refused = await bea.signIn(bea.email);
    expect(refused.status).toBe(401);
    expect(refused.text).toBe((await bea.signIn('nobody@example.org')).text);
    expect((await bea.accept(body.link, {})).status).toBe(404);
    expect((await admin.send('POST', `/people/${bea.id}/password-link`)).status).toBe(404);
    await disable(false);
    expect((await bea.signIn(bea.email)).status).toBe(200);
  });

  test.each([
    ['SQLite', async () => ({})],
    ['Postgres', async () => ({ DATABASE_URL: await newDatabase(inject('postgresUrl')) })],
  ])('stays as the last one, also when two let go of each other at the same time, on %s', async (_, env) => {
    const service = await startService(await env());
    const [ada, bea] = [await hire(service, 'admin'), await hire(service, 'admin')];
    const demote = (by: Person, whom: { id: string }) =>
      by.send('PATCH', `/people/${whom.id}`, { grants: [{ role: 'editor', blog: null }] });
    const both = await Promise.all([demote(ada, bea), demote(bea, ada)]);
    expect(both.map(({ status }) => status).sort()).toEqual([
      200,
      expect.toSatisfy((s) => s === 401 || s === 403),
    ]);
    const last = (await isSignedIn(ada)) ? ada : bea;
    for (const change of [
      { isDisabled: true },
      { grants: [] },
      { grants: [{ role: 'editor', blog: null }] },
    ]) {
      expect((await last.send('PATCH', `/people/${last.id}`, change)).status).toBe(403);
    }
    expect((await last.send('GET', '/people')).status).toBe(200);
  });
});

test('bylines are kept for everybody, and changed by editors', async () => {
  const service = await startService();
  const [editor, contributor] = [await hire(service, 'editor'), await hire(service, 'contributor')];
  const names = async () =>
    (await contributor.send<{ bylines: Byline[] }>('GET', '/bylines')).body.bylines.map(({ name }) => name);
  const ada = {
    kind: 'person',
    name: 'Ada',
    avatar: 'https://example.org/a.png',
    contact: 'mailto:ada@example.org',
  };
  const key = { 'Idempotency-Key': 'once' };
  const { body, status } = await editor.send('POST', '/bylines', ada, key);
  expect([status, body]).toEqual([201, { ...ada, id: body.id, bio: '' }]);
  expect((await editor.send('POST', '/bylines', ada, key)).body).toEqual(body);
  await editor.send('POST', '/bylines', { kind: 'desk', name: 'Foreign desk' });
  expect(await names()).toEqual(['Ada', 'Foreign desk']);
  const changed = await editor.send('PATCH', `/bylines/${body.id}`, { kind: 'person', name: 'Ada L.' });
  expect(changed.body).toEqual({
    id: body.id,
    kind: 'person',
    name: 'Ada L.',
    bio: '',
    avatar: '',
    contact: '',
  });
  expect((await editor.send('PATCH', '/bylines/nobody', ada)).status).toBe(404);
  const script = { ...ada, contact: 'javascript:alert(1)' };
  expect((await editor.send('POST', '/bylines', script)).body.errors).toMatchObject([{ field: 'contact' }]);
  for (const [method, path] of [
    ['POST', '/bylines'],
    ['PATCH', `/bylines/${body.id}`],
    ['DELETE', `/bylines/${body.id}`],
  ] as const) {
    expect((await contributor.send(method, path, ada)).status).toBe(403);
  }
  expect((await editor.send('DELETE', `/bylines/${body.id}`)).status).toBe(204);
  expect(await names()).toEqual(['Foreign desk']);
});

test('no password, hash, cookie or link stands in any answer but the link’s own, nor in the log', async () => {
  let log = '';
  const stream = new Writable({
    write: (chunk, _, done) => {
      log += String(chunk);
      done();
    },
  });
  const config = readConfig({ PORT: '0', DATA_DIR: await newFolder() });
  const app = await startApp(config, pino({ level: 'debug' }, stream));
  onTestFinished(() => app.close());
  const service = { ...app, config } as Service;
  const admin = await hire(service, 'admin');
  const { link } = (await invitationBy(admin, 'bea@example.org')).body;
  const answers: string[] = [];
  const send = async (who: Person, method: string, path: string, body?: unknown) =>
    answers.push((await who.send(method, path, body)).text);

  const bea = new Person(service);
  await send(bea, 'GET', `/invitations/${tokenIn(link)}`);
  answers.push(
    (await bea.accept(link, { name: 'Bea' })).text,
    (await bea.accept(link, { name: 'Bea' })).text,
  );
  answers.push((await bea.signIn('bea@example.org', 'wrong password')).text);
  await send(bea, 'POST', '/session', { email: 'bea@example.org', password: PASSWORD.repeat(20) });
  for (const path of ['/session', '/sessions', '/people', '/bylines']) {
    await send(admin, 'GET', path);
    await send(bea, 'GET', path);
  }
  const password = { current: PASSWORD, next: 'another battery' };
  await send(bea, 'PATCH', '/me', { password });
  await send(admin, 'PATCH', '/me', { name: 'Ada' });
  // The record is gone: what was under way is logged.
  await app.store.close();
  answers.push((await bea.accept(link, { name: 'Bea' })).text, (await bea.signIn('bea@example.org')).text);
  await send(admin, 'PATCH', '/me', { password });
  expect(log).toContain('/invitations/…');

  const cookies = [admin.cookie, bea.cookie].map((cookie) => cookie.split('=')[1]!);
  const secrets = [PASSWORD, 'another battery', 'wrong password', '$argon2', tokenIn(link), ...cookies];
  const hashes = [tokenIn(link), ...cookies].map((text) => createHash('sha256').update(text).digest('hex'));
  for (const secret of [...secrets, ...hashes]) {
    expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
    expect(log).not.toContain(secret);
  }
});
