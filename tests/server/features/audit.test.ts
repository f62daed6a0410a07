/** Who did what, when and from where: kept beside what was done, read by admins, and never with a secret in it. */
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startApp } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import { createToken, revokeToken } from '../../../server/newsroom/people.ts';
import type { Trace } from '../../../shared/audit.ts';
import { newFolder, type Service, startService } from '../../support/service.ts';
import { hire, invitationBy, PASSWORD, Person, tokenIn } from '../../support/staff.ts';

type Page = { traces: Trace[]; older: string | null };

const AGENT = { 'User-Agent': 'Mozilla/5.0 (a test) Firefox/140.0', 'X-Forwarded-For': '203.0.113.7' };

const read = async (admin: Person, query = ''): Promise<Page> =>
  (await admin.send<Page & Record<string, unknown>>('GET', `/audit${query}`)).body;

const deedsOf = ({ traces }: Page) => traces.map(({ deed, about, detail }) => [deed, about, detail]);

describe('what is done leaves a trace', () => {
  test('of people: who, to whom, from where, with which browser; newest first', async () => {
    const service = await startService({ TRUST_PROXY: '1' });
    const admin = await hire(service, 'admin');
    const { link } = (await invitationBy(admin, 'bea@example.org')).body;
    const bea = new Person(service);
    await bea.accept(link, { name: 'Bea' });
    const { id } = (await bea.send<{ id: string }>('GET', '/session')).body;
    await bea.send('POST', '/session', { email: 'bea@example.org', password: 'wrong password' }, AGENT);
    await bea.send('POST', '/session', { email: 'bea@example.org', password: PASSWORD }, AGENT);
    await bea.send('PATCH', '/me', { password: { current: PASSWORD, next: 'another battery' } });
    await bea.send('DELETE', '/session');
    await admin.send('PATCH', `/people/${id}`, { grants: [{ role: 'contributor', blog: null }] });
    const made = await admin.send<{ link: string }>('POST', `/people/${id}/password-link`);
    await admin.send('PATCH', `/people/${id}`, { isDisabled: true });
    await admin.send('PATCH', `/people/${id}`, { isDisabled: true });

    const page = await read(admin);
    expect(deedsOf(page)).toEqual([
      ['disabled', 'bea@example.org', ''],
      ['password-link-made', 'bea@example.org', ''],
      ['roles-changed', 'bea@example.org', 'contributor of all blogs'],
      ['signed-out', 'Bea', ''],
      ['password-changed', 'Bea', ''],
      ['signed-in', 'bea@example.org', ''],
      ['sign-in-refused', 'bea@example.org', 'wrong e-mail or password'],
      ['joined', 'bea@example.org', 'editor of all blogs'],
      ['invited', 'bea@example.org', 'editor of all blogs'],
    ]);
    const from = { address: '203.0.113.7', agent: AGENT['User-Agent'] };
    expect(page.traces.find(({ deed }) => deed === 'signed-in')).toMatchObject({
      who: id,
      name: 'Bea',
      ...from,
    });
    expect(page.traces.find(({ deed }) => deed === 'sign-in-refused')).toMatchObject({ who: '', ...from });
    expect(page.traces[0]).toMatchObject({ who: admin.id, at: expect.stringMatching(/^20.*Z$/) });
    const kept = JSON.stringify(page);
    const secrets = [PASSWORD, 'another battery', 'wrong password', tokenIn(link), tokenIn(made.body.link)];
    for (const secret of secrets) expect(kept).not.toContain(secret);
  });

  test('of blogs, partners, bylines and tokens; of what was refused, or came twice, none', async () => {
    const service = await startService();
    const [admin, desk] = [await hire(service, 'admin'), await service.desk()];
    const blog = { slug: 'flood', title: 'The river rises' };
    await desk.send('POST', '/blogs', blog, { key: 'once' });
    await desk.send('POST', '/blogs', blog, { key: 'once' });
    await expect(desk.send('POST', '/blogs', blog)).rejects.toThrow('already');
    await desk.changeBlog('flood', { title: 'The river falls', status: 'ended' });
    await desk.changeBlog('flood', { status: 'live' });
    const entry = await desk.publish('flood', { headline: 'News' });
    await desk.remove('flood', entry.id, 'a mistake');
    const given = { name: 'The Post', origins: ['https://post.example'], blogs: null };
    const partner = await desk.send<{ id: string }>('POST', '/partners', given);
    await desk.send('DELETE', `/partners/${partner.id}`);
    await desk.send('DELETE', `/partners/${partner.id}`);
    const byline = await desk.send<{ id: string }>('POST', '/bylines', { kind: 'person', name: 'Ada' });
    await desk.send('DELETE', `/bylines/${byline.id}`);
    await desk.send('DELETE', '/blogs/flood');
    await revokeToken(service.store, await createToken(service.store, 'The wire', 'editor', null));
    expect(deedsOf(await read(admin)).slice(0, 12)).toEqual([
      ['token-revoked', 'The wire', 'editor of all blogs'],
      ['token-made', 'The wire', 'editor of all blogs'],
      ['blog-removed', 'flood', 'The river falls'],
      ['byline-removed', 'Ada', ''],
      ['byline-added', 'Ada', ''],
      ['partner-removed', 'The Post', ''],
      ['partner-added', 'The Post', 'https://post.example'],
      ['entry-removed', `flood/${entry.id}`, 'a mistake'],
      ['blog-changed', 'flood', 'status live'],
      ['blog-changed', 'flood', 'title, status ended'],
      ['blog-added', 'flood', 'live'],
      ['token-made', 'test admin', 'admin'],
    ]);
  });
});

test('traces come in pages, by deed, and by a part of a name, of what it was done to, or of an address', async () => {
  const service = await startService();
  const [admin, desk] = [await hire(service, 'admin'), await service.desk()];
  for (const slug of ['flood', 'fire-100', 'storm']) await desk.createBlog({ slug, title: slug });
  const added = (query: string) => read(admin, `?deed=blog-added${query}`);
  const first = await added('&limit=2');
  expect(first.traces.map(({ about }) => about)).toEqual(['storm', 'fire-100']);
  const rest = await added(`&limit=2&before=${first.older}`);
  expect([rest.traces.map(({ about }) => about), rest.older]).toEqual([['flood'], null]);
  for (const [q, found] of [
    ['FLOOD', ['flood']],
    ['e-1', ['fire-100']],
    ['e_1', []],
    ['%25', []],
    ['test admin', ['storm', 'fire-100', 'flood']],
  ] as const) {
    expect((await added(`&q=${q}`)).traces.map(({ about }) => about)).toEqual(found);
  }
  expect((await admin.send('GET', '/audit?deed=stole')).status).toBe(400);
  expect((await admin.send('GET', `/audit?q=${'x'.repeat(101)}`)).status).toBe(400);
  expect((await (await hire(service, 'editor')).send('GET', '/audit')).status).toBe(403);
});

test('however many sign-ins are refused, they leave a few lines, and say how many they were', async () => {
  const lines: { level: number; trace?: Trace; msg: string }[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as (typeof lines)[number]);
      done();
    },
  });
  const DATA_DIR = await newFolder();
  const config = readConfig({ PORT: '0', DATA_DIR, TRUST_PROXY: '1' });
  const app = await startApp(config, pino(sink));
  onTestFinished(() => app.close());
  const service = { ...app, config } as Service;
  const bea = await hire(service, 'editor');
  const guess = (email: string, n: number, password = 'a secret typed in the wrong field') =>
    new Person(service).send(
      'POST',
      '/session',
      { email, password },
      { 'X-Forwarded-For': `203.0.113.${n}` },
    );
  for (let n = 0; n < 12; n += 1) await guess(bea.email, 1);
  await guess('a secret typed in the wrong field', 2);
  for (let n = 3; n < 25; n += 1) await guess('nobody@example.org', n);
  await app.close();

  const refused = lines.flatMap(({ trace }) => (trace?.deed === 'sign-in-refused' ? [trace] : []));
  expect(refused.length).toBeLessThan(24);
  const details = refused.map(({ about, detail }) => `${about}: ${detail}`);
  expect(details.slice(0, 3)).toEqual([
    `${bea.email}: wrong e-mail or password`,
    `${bea.email}: too many tries`,
    ': wrong e-mail or password',
  ]);
  expect(details).toContain(`${bea.email}: wrong e-mail or password, 4 more within a minute`);
  expect(details.at(-1)).toMatch(/^: \d+ more of others within a minute$/);
  expect(JSON.stringify(lines)).not.toContain('a secret');
  const again = await startService({ DATA_DIR });
  const { traces } = await read(await hire(again, 'admin'), '?deed=sign-in-refused&limit=100');
  expect(traces).toHaveLength(refused.length);
}, 60_000);

test('what was done longer ago than AUDIT_DAYS is forgotten', async () => {
  const DATA_DIR = await newFolder();
  const first = await startService({ DATA_DIR });
  const trace = { deed: 'blog-added', who: '', name: '', detail: '', address: '', agent: '' } as const;
  const ago = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000).toISOString();
  await first.store.transaction(async (transaction) => {
    transaction.trace({ ...trace, about: 'long-ago', at: ago(31) });
    transaction.trace({ ...trace, about: 'lately', at: ago(29) });
  });
  await first.close();
  const second = await startService({ DATA_DIR, AUDIT_DAYS: '30' });
  const admin = await hire(second, 'admin');
  const blogs = async () => deedsOf(await read(admin, '?deed=blog-added')).map(([, about]) => about);
  await expect.poll(blogs).toEqual(['lately']);
});
