/** Partners, and what their pages and others may read. */
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { PartnerReads } from '../../../server/features/partners/reads.ts';
import type { PartnerTables } from '../../../server/features/partners/tables.ts';
import type { Partner } from '../../../shared/partners.ts';
import type { JoinAnswer } from '../../../shared/protocol.ts';
import type { Role } from '../../../shared/people.ts';
import { createToken } from '../../../server/newsroom/people.ts';
import { addBlogs } from '../../support/partner.ts';
import { type Service, startService } from '../../support/service.ts';

const ECHO = 'https://echo.example';
const OTHER = 'https://other.example';

async function newsroom() {
  const service = await startService();
  const desk = await service.desk();
  await addBlogs(desk);
  const api = await apiOf(service, 'admin');
  return { service, url: service.url, desk, api };
}

async function apiOf({ url, store }: Service, role: Role, blog: string | null = null) {
  const token = await createToken(store, 'test', role, blog);
  return async (method: string, path: string, body?: object): Promise<{ status: number; body: never }> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : null) as never };
  };
}

const addEcho = async (api: Awaited<ReturnType<typeof apiOf>>, more: object = {}): Promise<Partner> =>
  (await api('POST', '/partners', { name: 'Echo', origins: [ECHO], ...more })).body;

/** What a page of this site gets; no site for the service's own pages, and for programs. */
async function read(url: string, slug: string, site?: string) {
  const response = await fetch(`${url}/api/v1/blogs/${slug}`, site ? { headers: { Origin: site } } : {});
  return { status: response.status, allowed: response.headers.get('access-control-allow-origin'), response };
}

/** A widget's socket on a page of this site. */
function openSocket(url: string, site: string) {
  const socket = io(url, {
    path: '/live',
    transports: ['websocket'],
    extraHeaders: { Origin: site },
    reconnection: false,
  });
  onTestFinished(() => void socket.disconnect());
  const join = (blog: string): Promise<JoinAnswer> => socket.emitWithAck('join', { blog, after: 0 });
  return { socket, join };
}

test('partners are kept by whoever may add blogs, and by nobody else', async () => {
  const { service, api } = await newsroom();
  const added = await addEcho(api, { origins: [`${ECHO}/`, ECHO, 'http://localhost:8080'] });
  expect(added).toMatchObject({
    name: 'Echo',
    origins: [ECHO, 'http://localhost:8080'],
    blogs: null,
    open: 0,
  });
  const changed = await api('PATCH', `/partners/${added.id}`, { blogs: ['for-listed'] });
  expect(changed.body).toMatchObject({ name: 'Echo', blogs: ['for-listed'] });
  expect((await api('GET', '/partners')).body).toMatchObject({ partners: [{ id: added.id }] });

  const refused = [await apiOf(service, 'contributor'), await apiOf(service, 'editor', 'for-all')];
  for (const other of refused) {
    expect((await other('GET', '/partners')).status).toBe(403);
    expect((await other('POST', '/partners', { name: 'X', origins: [OTHER] })).status).toBe(403);
    expect((await other('PATCH', `/partners/${added.id}`, { name: 'X' })).status).toBe(403);
    expect((await other('DELETE', `/partners/${added.id}`)).status).toBe(403);
  }
  expect((await fetch(`${service.url}/api/v1/partners`)).status).toBe(401);

  expect((await api('DELETE', `/partners/${added.id}`)).status).toBe(204);
  expect((await api('DELETE', `/partners/${added.id}`)).status).toBe(204);
  expect((await api('PATCH', `/partners/${added.id}`, { name: 'X' })).status).toBe(404);
  expect((await api('GET', '/partners')).body).toEqual({ partners: [] });
});

test('what is no site is refused with a word on it', async () => {
  const { api } = await newsroom();
  for (const origin of [
    'echo.example',
    'https://echo.example/news',
    'https://*.example',
    'javascript:1',
    '*',
    'null',
    "https://a.example'",
    'https://a.example;script-src',
    'https://a.example,b.example',
  ]) {
    const { status, body } = await api('POST', '/partners', { name: 'Echo', origins: [origin] });
    expect([origin, status]).toEqual([origin, 422]);
    expect(body).toMatchObject({ errors: [{ field: 'origins.0' }] });
  }
  expect((await api('POST', '/partners', { name: 'Echo', origins: [] })).status).toBe(422);
});

test('pages of other sites read what is for all; of the rest, listed partners what is for them', async () => {
  const { url, api } = await newsroom();
  await addEcho(api);
  expect(await read(url, 'for-all', OTHER)).toMatchObject({ status: 200, allowed: '*' });
  expect(await read(url, 'for-listed', OTHER)).toMatchObject({ status: 403 });
  expect(await read(url, 'for-listed', 'null')).toMatchObject({ status: 403 });
  expect(await read(url, 'for-off', ECHO)).toMatchObject({ status: 403 });
  const echo = await read(url, 'for-listed', ECHO);
  expect(echo).toMatchObject({ status: 200, allowed: ECHO });
  expect(echo.response.headers.get('vary')).toMatch(/Origin/);
  const updates = `for-listed/updates?after=0`;
  expect((await read(url, updates, OTHER)).status).toBe(403);
  expect((await read(url, updates, ECHO)).status).toBe(200);
  expect((await read(url, 'for-listed/entries', OTHER)).status).toBe(403);
});

test('a frame reads what the site around it may show, and wins nothing by naming another', async () => {
  const { url, api, desk } = await newsroom();
  await addEcho(api);
  const { id } = await desk.publish('for-listed', { headline: 'Bridge closed' });
  const within = (path: string, from: string, site?: string) =>
    read(url, `${path}${path.includes('?') ? '&' : '?'}from=${encodeURIComponent(from)}`, site);
  const reads = ['', '/updates?after=0', '/entries', '/entries?limit=5', `/entries/${id}`];
  for (const path of reads.map((each) => `for-listed${each}`)) {
    for (const [from, expected] of [
      [ECHO, 200],
      [url, 200],
      [OTHER, 403],
      ['null', 403],
      ['x'.repeat(2_000), 403],
    ] as const) {
      const { status, allowed } = await within(path, from);
      expect([path, from, status]).toEqual([path, from, expected]);
      if (status === 200) expect(allowed).toBeNull();
    }
    expect((await within(path, ECHO, OTHER)).status).toBe(403);
  }
  expect((await within('for-off', ECHO)).status).toBe(403);
  expect(await within('for-all', OTHER)).toMatchObject({ status: 200, allowed: '*' });
});

test('no way to write an address gets around whom a blog is for', async () => {
  const { url } = await newsroom();
  for (const [path, expected] of [
    ['blogs/for-%6fff', 403],
    ['blogs/%66or-off/updates?after=0', 403],
    // In other case, or with a slash behind, it is no address of ours.
    ['Blogs/for-off', 404],
    ['BLOGS/%66or-off/updates?after=0', 404],
  ] as const) {
    const { status } = await fetch(`${url}/api/v1/${path}`, { headers: { Origin: OTHER } });
    expect([path, status]).toEqual([path, expected]);
  }
  const { status } = await fetch(`${url}/api/v1/blogs/for-off/`, { headers: { Origin: OTHER } });
  expect([403, 404]).toContain(status);
});

test('our own pages and programs read everything, whatever is for other sites', async () => {
  const { url } = await newsroom();
  for (const slug of ['for-all', 'for-listed', 'for-off']) {
    expect((await read(url, slug)).status).toBe(200);
    expect((await read(url, slug, url)).status).toBe(200);
  }
});

test('what a blog is for holds from its first moment, and from that of each change', async () => {
  const { url, desk } = await newsroom();
  for (let n = 0; n < 5; n += 1) {
    await desk.createBlog({ slug: `new-${n}`, title: 'New', embedding: 'off' });
    expect((await read(url, `new-${n}`, OTHER)).status).toBe(403);
    await desk.changeBlog(`new-${n}`, { embedding: 'all' });
    expect((await read(url, `new-${n}`, OTHER)).status).toBe(200);
  }
});

test('a partner for some blogs has those and no others', async () => {
  const { url, api, desk } = await newsroom();
  await desk.createBlog({ slug: 'another', title: 'Another', embedding: 'listed' });
  await addEcho(api, { blogs: ['another'] });
  expect((await read(url, 'another', ECHO)).status).toBe(200);
  expect((await read(url, 'for-listed', ECHO)).status).toBe(403);
});

test('a socket joins what its page may show, and taking the partner off ends it within seconds', async () => {
  const { url, api } = await newsroom();
  const echo = await addEcho(api);
  const widget = openSocket(url, ECHO);
  expect(await widget.join('for-listed')).toMatchObject({ to: 1 });
  expect(await widget.join('for-off')).toEqual({ error: 'not-found' });
  const other = openSocket(url, OTHER);
  expect(await other.join('for-listed')).toEqual({ error: 'not-found' });
  expect(await other.join('for-all')).toMatchObject({ to: 1 });

  await api('DELETE', `/partners/${echo.id}`);
  await expect.poll(() => widget.socket.connected, { timeout: 5_000 }).toBe(false);
  widget.socket.connect();
  expect(await widget.join('for-listed')).toEqual({ error: 'not-found' });
  expect(other.socket.connected).toBe(true);
});

test('closing a blog to other sites ends what is open there, and nothing else', async () => {
  const { url, desk } = await newsroom();
  const widget = openSocket(url, OTHER);
  await widget.join('for-all');
  const own = openSocket(url, url);
  await own.join('for-all');
  await desk.changeBlog('for-all', { embedding: 'off' });
  await expect.poll(() => widget.socket.connected, { timeout: 8_000 }).toBe(false);
  expect((await read(url, 'for-all', OTHER)).status).toBe(403);
  expect(own.socket.connected).toBe(true);
});

test('what partners open is counted without cookies, and for nobody else', { timeout: 40_000 }, async () => {
  const { service, url, desk, api } = await newsroom();
  const echo = await addEcho(api);
  await desk.createBlog({ slug: 'draft', title: 'Draft', status: 'draft' });
  expect((await read(url, 'draft', ECHO)).status).toBe(404);
  for (let n = 0; n < 3; n += 1) {
    const { response } = await read(url, 'for-all', ECHO);
    expect(response.headers.get('set-cookie')).toBeNull();
  }
  await read(url, 'for-all', OTHER);
  await read(url, 'for-all');
  await fetch(`${url}/embed/for-all`, { headers: { Referer: `${ECHO}/page` } });
  await read(url, `for-all?from=${ECHO}`); // by that frame, and no visit of its own
  const widget = openSocket(url, ECHO);
  await widget.join('for-all');
  const counts = async () => ((await api('GET', '/partners')).body as { partners: Partner[] }).partners;
  await expect
    .poll(counts, { timeout: 15_000 })
    .toMatchObject([{ id: echo.id, viewsToday: 4, viewsLately: 4, open: 1 }]);
  widget.socket.disconnect();
  await expect.poll(counts, { timeout: 15_000 }).toMatchObject([{ viewsToday: 4, open: 0 }]);
  expect(await new PartnerReads(service.store.reading<PartnerTables>()).views('2000-01-01')).toEqual(
    new Map([[echo.id, 4]]),
  );
});
