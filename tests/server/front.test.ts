import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import type { Entry } from '../../shared/blog.ts';
import type { FrontPage, FrontUpdate } from '../../shared/front.ts';
import type { FrontAnswer } from '../../shared/protocol.ts';
import { startService } from '../support/service.ts';

async function newsroom() {
  const { url, desk: newDesk } = await startService();
  const desk = await newDesk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  await desk.createBlog({ slug: 'match', title: 'Match' });
  return { url, desk };
}

const readFront = async (url: string, query = ''): Promise<FrontPage> =>
  (await fetch(`${url}/api/v1/front${query}`)).json() as Promise<FrontPage>;

const headlines = ({ entries }: FrontPage) => entries.map(({ blog, headline }) => `${blog}: ${headline}`);

test('the newest entries of all public blogs stand in one list, page by page, and no draft is among them', async () => {
  const { url, desk } = await newsroom();
  await desk.createBlog({ slug: 'secret', title: 'Secret', status: 'draft' });
  await desk.publish('secret', { headline: 'not yet' });
  for (const n of [1, 2, 3]) {
    await desk.publish('storm', { headline: `${n}` });
    await desk.publish('match', { headline: `${n}` });
  }
  const first = await readFront(url, '?limit=4');
  expect(headlines(first)).toEqual(['match: 3', 'storm: 3', 'match: 2', 'storm: 2']);
  expect(first.seqs).toEqual({ storm: 4, match: 4 });
  const second = await readFront(url, `?limit=4&before=${first.older}`);
  expect(headlines(second)).toEqual(['match: 1', 'storm: 1']);
  expect(second.older).toBeNull();
});

test('the desk keeps a blog off the front, and puts it into sections, which have fronts of their own', async () => {
  const { url, desk } = await newsroom();
  await desk.send('POST', '/sections', { slug: 'sport', name: 'Sport' });
  await desk.publish('storm', { headline: 'wind' });
  await desk.publish('match', { headline: 'goal' });
  await desk.changeBlog('match', { sections: ['sport'] });
  expect(headlines(await readFront(url, '?section=sport'))).toEqual(['match: goal']);
  await desk.changeBlog('storm', { front: 'off' });
  await expect.poll(async () => headlines(await readFront(url))).toEqual(['match: goal']);
  expect((await readFront(url)).sections).toEqual([{ slug: 'sport', name: 'Sport' }]);
  expect((await fetch(`${url}/api/v1/front?section=none`)).status).toBe(404);
  const refused = desk.changeBlog('storm', { sections: ['none'] });
  await expect(refused).rejects.toMatchObject({ status: 422 });
});

test.each(['feed.rss', 'feed.atom', 'feed.json'])(
  'the front and its sections have a %s of their own',
  async (name) => {
    const { url, desk } = await newsroom();
    await desk.send('POST', '/sections', { slug: 'sport', name: 'Sport' });
    await desk.changeBlog('match', { sections: ['sport'] });
    await desk.publish('storm', { headline: 'wind' });
    await desk.publish('match', { headline: 'goal' });
    const said = async (path: string) => (await fetch(`${url}${path}${name}`)).text();
    await expect.poll(() => said('/')).toMatch(/goal[^]*Match[^]*wind[^]*Storm/);
    const ofSection = await said('/sections/sport/');
    expect(ofSection).toContain('goal');
    expect(ofSection).not.toContain('wind');
  },
);

test('[R7] a removed entry leaves the front, and whoever is connected hears of it', async () => {
  const { url, desk } = await newsroom();
  const goal = await desk.publish('match', { headline: 'goal' });
  await desk.publish('storm', { headline: 'wind' });
  const { seqs, epoch } = await readFront(url);
  const { updates, answer } = await join(url, { front: '', after: seqs, epoch });
  expect(answer).toEqual({ updates: [] });
  await desk.remove('match', goal.id);
  await expect
    .poll(() => updates)
    .toMatchObject([{ blog: 'match', entries: [{ id: goal.id, removed: true }] }]);
  await expect.poll(async () => headlines(await readFront(url))).toEqual(['storm: wind']);
});

test('whoever joins the front gets what they lack of each blog, and from then on the news of all', async () => {
  const { url, desk } = await newsroom();
  await desk.publish('storm', { headline: 'wind' });
  const { epoch } = await readFront(url);
  const { updates, answer } = await join(url, { front: '', after: { storm: 1, gone: 7 }, epoch });
  const missing = 'updates' in answer ? answer.updates : [];
  expect(missing.find(({ blog }) => blog === 'gone')).toMatchObject({ gone: true });
  expect(missing.find(({ blog }) => blog === 'storm')).toMatchObject({ from: 1, to: 2 });
  expect(missing.find(({ blog }) => blog === 'match')).toMatchObject({ from: 0, head: { title: 'Match' } });
  await desk.publish('match', { headline: 'goal' });
  await desk.publish('storm', { headline: 'rain' });
  const said = () => updates.flatMap(({ entries }) => entries as Entry[]).map(({ headline }) => headline);
  await expect.poll(said).toEqual(['goal', 'rain']);
});

test('a blog that opens, ends or is hidden comes and goes for whoever is connected', async () => {
  const { url, desk } = await newsroom();
  await desk.createBlog({ slug: 'later', title: 'Later', status: 'draft' });
  const { updates } = await join(url, { front: '', after: {} });
  await desk.changeBlog('later', { status: 'live' });
  const of = (slug: string) => updates.filter(({ blog }) => blog === slug);
  await expect
    .poll(() => of('later')[0])
    .toMatchObject({ from: 0, head: { title: 'Later', status: 'live' } });
  await desk.changeBlog('later', { status: 'ended' });
  await expect.poll(() => of('later').at(-1)).toMatchObject({ head: { status: 'ended' } });
  await desk.changeBlog('storm', { front: 'off' });
  await expect.poll(() => of('storm').at(-1)).toMatchObject({ gone: true });
  await desk.changeBlog('storm', { front: 'top' });
  await expect.poll(() => of('storm').at(-1)).toMatchObject({ from: 0, head: { front: 'top' } });
});

async function join(url: string, join: object): Promise<{ answer: FrontAnswer; updates: FrontUpdate[] }> {
  const socket = io(url, { path: '/live', transports: ['websocket'], forceNew: true });
  onTestFinished(() => void socket.close());
  const updates: FrontUpdate[] = [];
  socket.on('update', (update: FrontUpdate) => updates.push(update));
  const answer = (await socket.timeout(15_000).emitWithAck('join', join)) as FrontAnswer;
  return { answer, updates };
}
