/** The API's description: of every route that there is and of no other, and real answers are as it says. */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { FEATURES } from '../../server/features.ts';
import { ANSWERS } from '../../server/http/api/openapi/schemas.ts';
import { OPERATIONS } from '../../server/http/api/openapi/operations.ts';
import { startService } from '../support/service.ts';
import { hire, invitationBy, tokenIn } from '../support/staff.ts';

type Paths = Record<string, Record<string, { summary?: string; responses?: object }>>;

async function described() {
  const service = await startService();
  const text = await (await fetch(`${service.url}/api/v1/openapi.json`)).text();
  return { ...service, text, paths: (JSON.parse(text) as { paths: Paths }).paths };
}

function asDescribed(found: [keyof typeof ANSWERS, unknown][]): void {
  for (const [name, answer] of found) {
    const { issues = [] } = v.safeParse(ANSWERS[name], answer);
    expect([name, issues.map((issue) => [v.getDotPath(issue), issue.message])]).toEqual([name, []]);
  }
}

const named = (paths: Paths): string[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );

test('every route is described, and nothing is described that is no route', async () => {
  const { paths } = await described();
  const known = [OPERATIONS, ...FEATURES.map(({ operations = {} }) => operations)].flatMap(Object.keys);
  expect(named(paths).toSorted()).toEqual(known.toSorted());
});

test('what is described is done there, and OPTIONS says so', async () => {
  const { paths, url } = await described();
  for (const [path, operations] of Object.entries(paths)) {
    const at = path.replace(/\{\w+\}/g, 'x');
    const { headers } = await fetch(`${url}/api/v1${at}`, { method: 'OPTIONS' });
    const allowed = headers.get('allow')?.split(', ') ?? [];
    for (const method of Object.keys(operations)) expect(allowed, path).toContain(method.toUpperCase());
  }
});

test('a linter finds nothing wrong with it', async () => {
  const { text } = await described();
  const config = await createConfig({ extends: ['recommended'], rules: { 'no-server-example.com': 'off' } });
  const problems = await lintFromString({ source: text, config, absoluteRef: 'openapi.json' });
  const errors = problems.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
});

test('real answers are what their schemas say', async () => {
  const { url, desk: newDesk } = await described();
  const desk = await newDesk();
  const blog = await desk.createBlog({ slug: 'storm', title: 'Storm', showChanges: true });
  const authors = [{ name: 'Ada', contact: 'https://ada.example' }];
  const entry = await desk.publish('storm', { headline: 'One', pinned: true, keyEvent: true, authors });
  const gone = await desk.publish('storm', { headline: 'Two' });
  await desk.remove('storm', gone.id);
  const edited = await desk.edit('storm', entry, { headline: '1', correction: 'It was 1.' });
  const get = async (path: string): Promise<unknown> => (await fetch(`${url}/api/v1${path}`)).json();
  await expect.poll(() => get('/blogs/storm')).toMatchObject({ to: 5 });
  asDescribed([
    ['Blog', blog],
    ['DeskEntry', edited],
    ['DeskEntry', await desk.publish('storm', { headline: 'Later', state: 'draft' })],
    ['Blogs', await get('/blogs?limit=1')],
    ['Update', await get('/blogs/storm')],
    ['Update', await get('/blogs/storm/updates?after=2')],
    ['Page', await get('/blogs/storm/entries')],
    ['Entry', await get(`/blogs/storm/entries/${entry.id}`)],
    ['Changes', await get(`/blogs/storm/entries/${entry.id}/changes`)],
    ['Problem', await get('/blogs/none')],
  ]);
});

test('and so are the desk’s', async () => {
  const service = await described();
  const admin = await hire(service, 'admin');
  const { body: me } = await admin.signIn(admin.email);
  const ask = async (method: string, path: string, body?: object): Promise<unknown> =>
    (await admin.send(method, path, body)).body;
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const entry = await desk.publish('storm', { headline: 'One', keyEvent: true });
  await desk.remove('storm', (await desk.publish('storm', { headline: 'Two' })).id, 'wrong');
  const { body: invitation } = await invitationBy(admin, 'new@example.org');
  const password = await ask('POST', `/people/${admin.id}/password-link`);
  const byline = { kind: 'person', name: 'Ada' };
  asDescribed([
    ['Me', me],
    ['Me', await ask('GET', '/session')],
    ['Sessions', await ask('GET', '/sessions')],
    ['InvitationMade', invitation],
    ['LinkMade', password],
    ['Offer', await ask('GET', `/invitations/${tokenIn(invitation.link)}`)],
    ['Offer', await ask('GET', `/invitations/${tokenIn((password as { link: string }).link)}`)],
    ['People', await ask('GET', '/people')],
    ['Byline', await ask('POST', '/bylines', byline)],
    ['Bylines', await ask('GET', '/bylines')],
    ['Partner', await ask('POST', '/partners', { name: 'Paper', origins: ['https://paper.example'] })],
    ['Partners', await ask('GET', '/partners')],
    ['AlertsKey', await ask('GET', '/alerts/key')],
    ['DeskBlog', await ask('GET', '/blogs/storm/desk')],
    ['DeskPage', await ask('GET', '/blogs/storm/desk/entries')],
    ['DeskPage', await ask('GET', '/blogs/storm/desk/entries?state=removed')],
    ['ListedEntry', await ask('GET', `/blogs/storm/desk/entries/${entry.id}`)],
    ['History', await ask('GET', `/blogs/storm/desk/entries/${entry.id}/history`)],
  ]);
});

test('people read it as a page, with the limits and the HTML that is kept', async () => {
  const { url } = await described();
  for (const path of ['/api/v1', '/api/v1/']) {
    const text = await (await fetch(url + path)).text();
    expect(text).toContain('PATCH /blogs/:slug/entries/:id');
    expect(text).toMatch(/<code>idempotencyKey<\/code><\/td><td>255/);
    expect(text).toContain('<code>blockquote</code>');
    expect(text).not.toContain('<script');
  }
});
