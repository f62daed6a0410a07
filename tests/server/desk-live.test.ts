import { expect, test } from 'vitest';
import { openDesk, signedIn } from '../support/person.ts';
import { openReader } from '../support/reader.ts';
import { startService } from '../support/service.ts';

async function newsroom() {
  const service = await startService();
  const api = await service.desk();
  await api.createBlog({ slug: 'flood', title: 'The river rises' });
  const open = (cookie: string) => openDesk(service.url, { Cookie: cookie, Origin: service.url });
  return { ...service, api, open };
}

const names = (desk: { people: { name: string; editing: string | null }[] }) =>
  desk.people.map(({ name, editing }) => (editing ? `${name} on ${editing}` : name));

test('everybody at a blog’s desk sees who else is here and what they edit, until they go', async () => {
  const { open, store } = await newsroom();
  const [ann, bea] = [await signedIn(store, 'Ann'), await signedIn(store, 'Bea', 'contributor', 'flood')];
  const [hers, his] = [open(ann.cookie), open(bea.cookie)];
  expect(await hers.watch('flood')).toEqual({ ok: true });
  await his.watch('flood');
  await expect.poll(() => names(hers)).toEqual(['Ann', 'Bea']);
  his.socket.emit('editing', { entry: 'e1' });
  await expect.poll(() => names(hers)).toEqual(['Ann', 'Bea on e1']);
  his.socket.emit('editing', { entry: null });
  await expect.poll(() => names(hers)).toEqual(['Ann', 'Bea']);
  his.socket.close();
  await expect.poll(() => names(hers)).toEqual(['Ann']);
});

test('drafts and published entries ring at every desk of the blog, and at no other', async () => {
  const { api, open, store } = await newsroom();
  await api.createBlog({ slug: 'other', title: 'Another' });
  const [flood, other] = [
    open((await signedIn(store, 'Ann')).cookie),
    open((await signedIn(store, 'Bea')).cookie),
  ];
  await flood.watch('flood');
  await other.watch('other');
  await api.publish('flood', { headline: 'A draft', state: 'draft' });
  await expect.poll(() => flood.changes).toBe(1);
  const entry = await api.publish('flood', { headline: 'News' });
  await api.remove('flood', entry.id);
  await expect.poll(() => flood.changes).toBe(3);
  expect(other.changes).toBe(0);
});

test('a glance says how many read, and that delivery is live', async () => {
  const { url, open, store } = await newsroom();
  const reader = await openReader(url, 'flood');
  await reader.is('live');
  const desk = open((await signedIn(store, 'Ann')).cookie);
  await desk.watch('flood');
  await expect.poll(() => desk.glance).toEqual({ blog: 'flood', readers: 1, delivery: 'live' });
  reader.close();
  await expect.poll(() => desk.glance?.readers, { timeout: 8_000 }).toBe(0);
});

test('nobody comes in without a session, from another site, or for a blog that is not theirs', async () => {
  const { url, open, store, api } = await newsroom();
  const ann = await signedIn(store, 'Ann', 'editor', 'flood');
  const refused = (headers: Record<string, string>) => {
    const { socket } = openDesk(url, headers);
    return new Promise((resolve) => {
      socket.on('connect', () => resolve('let in'));
      socket.on('connect_error', (error) => resolve(error.message));
    });
  };
  const { cookie } = ann;
  const cases: Record<string, string>[] = [
    {},
    { Origin: url },
    { Cookie: cookie },
    { Cookie: 'dateline=nonsense', Origin: url },
    { Cookie: cookie, Origin: 'https://evil.example' },
    { Cookie: cookie, Origin: 'null' },
    { Cookie: cookie, Origin: url, 'Sec-Fetch-Site': 'cross-site' },
    { Cookie: cookie, Origin: url, 'Sec-Fetch-Site': 'same-site' },
  ];
  for (const headers of cases)
    expect([headers, await refused(headers)]).toEqual([headers, 'websocket error']);

  await api.createBlog({ slug: 'secret', title: 'Secret', status: 'draft' });
  const desk = open(cookie);
  expect(await desk.watch('flood')).toEqual({ ok: true });
  expect(await desk.watch('secret')).toEqual({ error: 'not-found' });
  expect(await desk.watch('nowhere')).toEqual({ error: 'not-found' });
});

test('an ended session closes its desk at once, and only its own', async () => {
  const { url, open, store } = await newsroom();
  const [ann, bea] = [await signedIn(store, 'Ann'), await signedIn(store, 'Bea')];
  const [hers, his] = [open(ann.cookie), open(bea.cookie)];
  await hers.watch('flood');
  await his.watch('flood');
  const headers = { Cookie: ann.cookie, Origin: url, 'Sec-Fetch-Site': 'same-origin' };
  const answer = await fetch(`${url}/api/v1/session`, { method: 'DELETE', headers });
  expect(answer.status).toBe(204);
  await expect.poll(() => hers.isSignedOut && !hers.socket.connected).toBe(true);
  await expect.poll(() => names(his)).toEqual(['Bea']);
  expect(his.isSignedOut).toBe(false);
});

test.each([
  ['watch', [{ blog: 'flood' }]],
  ['watch', [{ blog: '../x' }, () => {}]],
  ['watch', [null, () => {}]],
  ['editing', ['x']],
  ['editing', [{ entry: '<script>' }]],
  ['editing', [{ entry: { toString: 1 } }]],
  ['join', [{ blog: 'flood', after: 0 }, () => {}]],
  ['__proto__', []],
])('%s %j costs the sender its connection', async (name, frame) => {
  const { open, store } = await newsroom();
  const [bad, good] = [
    open((await signedIn(store, 'Bad')).cookie),
    open((await signedIn(store, 'Good')).cookie),
  ];
  await good.watch('flood');
  await bad.watch('flood');
  (bad.socket.emit as (name: string, ...frame: unknown[]) => void)(name, ...frame);
  await expect.poll(() => bad.socket.connected).toBe(false);
  await expect.poll(() => names(good)).toEqual(['Good']);
});
