import { describe, expect, test } from 'vitest';
import type { Update } from '../../shared/blog.ts';
import type { DeskBlog, DeskPage, ListedEntry, Revision } from '../../shared/desk.ts';
import { type Desk, Refused } from '../../scripts/desk.ts';
import { startService } from '../support/service.ts';

const BLOG = { slug: 'flood', title: 'The river rises' };

async function newsroom() {
  const service = await startService();
  const editor = await service.desk();
  await editor.createBlog(BLOG);
  const get = async <T>(path: string, desk: Desk = editor): Promise<T> => {
    const headers = { Authorization: desk.authorization };
    return (await fetch(`${service.url}/api/v1${path}`, { headers })).json() as Promise<T>;
  };
  const readers = async (path: string) => (await fetch(service.url + path)).text();
  const list = async (query: string) => (await get<DeskPage>(`/blogs/flood/desk/entries?${query}`)).entries;
  return { ...service, editor, get, list, readers, as: service.desk };
}

const refusal = (work: Promise<unknown>): Promise<Refused> =>
  work.then(
    () => expect.unreachable('it should have been refused'),
    (error: unknown) => error as Refused,
  );

describe('approval', () => {
  test('what a contributor submits waits, readers see nothing of it, and an editor publishes it', async () => {
    const { editor, as, list, readers } = await newsroom();
    const contributor = await as('contributor', 'flood');
    const submitted = await contributor.publish('flood', { headline: 'From the field', state: 'submitted' });
    expect(submitted).toMatchObject({ state: 'submitted', createdBy: { name: 'test contributor' } });
    expect(await list('state=submitted')).toMatchObject([{ id: submitted.id }]);
    expect(await readers('/flood')).not.toContain('From the field');
    expect((await refusal(contributor.edit('flood', submitted, { state: 'published' }))).status).toBe(403);

    const published = await editor.edit('flood', submitted, { state: 'published' });
    expect(published).toMatchObject({ state: 'published', createdBy: { name: 'test contributor' } });
    await expect.poll(() => readers('/flood')).toContain('From the field');
  });

  test('a contributor changes and removes their own drafts, and nobody else’s', async () => {
    const { editor, as } = await newsroom();
    const [one, other] = [await as('contributor', 'flood'), await as('contributor', 'flood')];
    const draft = await one.publish('flood', { headline: 'Mine', state: 'draft' });
    expect((await refusal(other.edit('flood', draft, { headline: 'Not yours' }))).status).toBe(403);
    expect((await refusal(other.remove('flood', draft.id))).status).toBe(403);
    const back = await editor.edit('flood', draft, { headline: 'Checked' });
    const again = await one.edit('flood', back, { state: 'submitted' });
    await one.remove('flood', again.id);
    const scheduled = { headline: 'Later', state: 'scheduled', hold: 60 } as const;
    expect((await refusal(one.publish('flood', scheduled))).status).toBe(403);
  });
});

test('a draft that was removed was never there for readers', async () => {
  const { url, editor, list } = await newsroom();
  const draft = await editor.publish('flood', { headline: 'Never mind', state: 'draft' });
  await editor.remove('flood', draft.id);
  expect((await fetch(`${url}/api/v1/blogs/flood/entries/${draft.id}`)).status).toBe(404);
  expect(await list('state=removed')).toMatchObject([{ headline: 'Never mind' }]);
});

describe('time to take it back', () => {
  test('a held entry is published by the server’s clock when its seconds are over', async () => {
    const { editor, readers } = await newsroom();
    const held = await editor.publish('flood', { headline: 'In a moment', state: 'scheduled', hold: 1 });
    expect(Date.parse(held.publishAt!) - Date.parse(held.changedAt)).toBe(1_000);
    expect(await readers('/flood')).not.toContain('In a moment');
    await expect.poll(() => readers('/flood'), { timeout: 5_000 }).toContain('In a moment');
  });

  test('and is a draft again when it is taken back before', async () => {
    const { editor, list } = await newsroom();
    const held = await editor.publish('flood', { headline: 'Oh no', state: 'scheduled', hold: 60 });
    const draft = await editor.edit('flood', held, { state: 'draft' });
    expect(draft).toMatchObject({ state: 'draft', publishAt: null, publishedAt: null });
    expect(await list('state=scheduled')).toEqual([]);
  });

  test.each([
    [{ hold: 0, state: 'scheduled' }, 'hold'],
    [{ hold: 601, state: 'scheduled' }, 'hold'],
    [{ hold: 1.5, state: 'scheduled' }, 'hold'],
    [{ hold: 10 }, 'hold'],
    [{ hold: 10, state: 'scheduled', publishAt: '2099-01-01T00:00:00Z' }, 'hold'],
  ])('%j is refused, by field', async (command, field) => {
    const { editor } = await newsroom();
    const { status, problem } = await refusal(
      editor.publish('flood', { headline: 'x', ...command } as never),
    );
    expect([status, (problem.errors as { field: string }[]).map((error) => error.field)]).toEqual([
      422,
      [field],
    ]);
  });
});

describe('history', () => {
  test('says who made each revision, and brings an earlier one back as the next', async () => {
    const { editor, as, get } = await newsroom();
    const other = await as('editor');
    const first = await editor.publish('flood', { headline: 'Two metres', html: '<p>As measured.</p>' });
    const second = await other.edit('flood', first, { headline: 'Three metres', html: '<p>Wrong.</p>' });
    const restored = await editor.restore('flood', second, 1);
    expect(restored).toMatchObject({ revision: 3, headline: 'Two metres', html: '<p>As measured.</p>' });
    const path = `/blogs/flood/desk/entries/${first.id}/history`;
    const { revisions } = await get<{ revisions: Revision[] }>(path);
    expect(revisions.map(({ revision, who, note }) => [revision, who, note])).toEqual([
      [3, 'test admin', 'Restored revision 1'],
      [2, 'test editor', null],
      [1, 'test admin', null],
    ]);
    expect(revisions[1]!.entry.headline).toBe('Three metres');
    expect((await refusal(editor.restore('flood', first, 1))).status).toBe(412);
    expect((await refusal(editor.restore('flood', restored, 9))).status).toBe(404);
  });

  test('[R7] a removal keeps its reason for the desk; restored, the entry is a draft and stays gone for readers', async () => {
    const { url, editor, get, list, readers } = await newsroom();
    await get<Update>('/blogs/flood');
    const entry = await editor.publish('flood', { headline: 'Somebody’s name', html: '<p>And address.</p>' });
    await editor.remove('flood', entry.id, 'The family asked for it');
    expect(await list('')).toEqual([]);
    const [removed] = await list('state=removed');
    expect(removed).toMatchObject({
      headline: 'Somebody’s name',
      state: 'removed',
      revision: 2,
      removal: { who: 'test admin', reason: 'The family asked for it' },
    } satisfies Partial<Omit<ListedEntry, 'removal'>> & { removal: object });

    const draft = await editor.restore('flood', removed!, 1);
    expect(draft).toMatchObject({ state: 'draft', headline: 'Somebody’s name', publishedAt: null });
    const updates = await get<Update>('/blogs/flood/updates?after=1');
    expect(updates.entries).toEqual([{ id: entry.id, seq: 3, removed: true }]);
    expect(await readers('/flood')).not.toContain('address');
    expect((await fetch(`${url}/api/v1/blogs/flood/entries/${entry.id}`)).status).toBe(404);

    const without = await editor.edit('flood', draft, { html: '<p>Withheld.</p>', state: 'published' });
    expect(without.seq).toBe(4);
    await expect.poll(() => readers('/flood')).toContain('Withheld');
  });

  test('[R7] readers may see what was changed where the blog allows it, but nothing from before a removal', async () => {
    const { url, editor, list } = await newsroom();
    const draft = await editor.publish('flood', { headline: 'Only a draft', state: 'draft' });
    const first = await editor.edit('flood', draft, { headline: 'Two metres', state: 'published' });
    const second = await editor.edit('flood', first, { headline: 'Three metres' });
    const path = `${url}/api/v1/blogs/flood/entries/${first.id}/changes`;
    expect((await fetch(path)).status).toBe(404);
    await editor.changeBlog('flood', { showChanges: true });
    const headlines = async () => {
      const answer = await fetch(path);
      if (answer.status !== 200) return answer.status;
      const { revisions } = (await answer.json()) as { revisions: { headline: string }[] };
      return revisions.map(({ headline }) => headline);
    };
    await expect.poll(headlines).toEqual(['Two metres', 'Three metres']);

    await editor.remove('flood', second.id);
    expect(await headlines()).toBe(404);
    const [removed] = await list('state=removed');
    const again = await editor.restore('flood', removed!, 3);
    await editor.edit('flood', again, { headline: 'Four metres', state: 'published' });
    await expect.poll(headlines).toEqual(['Four metres']);
  });
});

describe('lists', () => {
  test('are by state, page by page, and find words in any alphabet', async () => {
    const { editor, get, list } = await newsroom();
    for (let n = 0; n < 25; n += 1) await editor.publish('flood', { headline: `Entry ${n}` });
    await editor.publish('flood', { html: '<p>Річка <strong>ПІДНІМАЄТЬСЯ</strong></p>', state: 'draft' });
    const first = await get<DeskPage>('/blogs/flood/desk/entries?state=published');
    expect(first.entries.map(({ headline }) => headline)).toEqual(
      Array.from({ length: 20 }, (_, n) => `Entry ${24 - n}`),
    );
    const rest = await get<DeskPage>(`/blogs/flood/desk/entries?state=published&before=${first.older}`);
    expect([rest.entries.length, rest.older]).toEqual([5, null]);
    expect(await list(`q=${encodeURIComponent('піднімається')}`)).toMatchObject([{ state: 'draft' }]);
    expect((await list('q=entry%201&limit=100')).length).toBe(11);
    expect(await list('q=nowhere')).toEqual([]);
    await editor.publish('flood', { html: '<p>Don’t cross the Do\u00adnau: 10<sup>6</sup> m³, “high”</p>' });
    for (const typed of ["don't", 'donau', '10⁶ m3', '"high"'])
      expect(await list(`q=${encodeURIComponent(typed)}`), typed).toHaveLength(1);
    const page = await get<DeskPage>('/blogs/flood/desk/entries?q=entry%201&limit=4');
    const next = await get<DeskPage>(`/blogs/flood/desk/entries?q=entry%201&limit=100&before=${page.older}`);
    expect([page.entries.length, next.entries.length, next.older]).toEqual([4, 7, null]);
  });

  test('a desk at a glance: counts, the last hour, the pinned entry, key events in the desk’s order', async () => {
    const { editor, get } = await newsroom();
    const [a, b, c] = [
      await editor.publish('flood', { headline: 'a', keyEvent: true, publishedAt: '2021-01-01T00:00:00Z' }),
      await editor.publish('flood', { headline: 'b', keyEvent: true }),
      await editor.publish('flood', { headline: 'c', keyEvent: true, pinned: true }),
    ];
    await editor.publish('flood', { headline: 'd', state: 'draft' });
    await editor.changeBlog('flood', { keyEventOrder: [a.id, c.id, b.id] });
    const late = await editor.publish('flood', { headline: 'late', keyEvent: true });
    const desk = await get<DeskBlog>('/blogs/flood/desk');
    expect(desk).toMatchObject({
      blog: { slug: 'flood', role: 'admin' },
      counts: { draft: 1, submitted: 0, scheduled: 0, published: 4, removed: 0 },
      lastHour: 3,
      pinned: c.id,
    });
    const order = [late, a, c, b].map(({ id }) => id);
    expect(desk.keyEvents.map(({ id }) => id)).toEqual(order);
    await expect
      .poll(async () => (await get<Update>('/blogs/flood')).head!.keyEvents.map(({ id }) => id))
      .toEqual(order);
  });

  test('are nobody else’s business', async () => {
    const { url, editor, as } = await newsroom();
    const draft = await editor.publish('flood', { headline: 'd', state: 'draft' });
    const elsewhere = await as('editor', 'other');
    for (const path of ['', '/entries', `/entries/${draft.id}`, `/entries/${draft.id}/history`]) {
      const address = `${url}/api/v1/blogs/flood/desk${path}`;
      expect((await fetch(address)).status).toBe(401);
      const headers = { Authorization: elsewhere.authorization };
      expect((await fetch(address, { headers })).status).toBe(404);
    }
  });
});

test('a blog keeps when it started, and when it ended for as long as it has', async () => {
  const { editor, get } = await newsroom();
  const head = async () => (await get<Update>('/blogs/flood')).head!;
  const { startedAt } = await head();
  await editor.changeBlog('flood', { status: 'paused' });
  await expect.poll(head).toMatchObject({ status: 'paused', startedAt, endedAt: null });
  await editor.publish('flood', { headline: 'A word in between' });
  await editor.changeBlog('flood', { status: 'ended' });
  await expect.poll(head).toMatchObject({ status: 'ended', startedAt, endedAt: expect.any(String) });
  await editor.changeBlog('flood', { status: 'live' });
  await expect.poll(head).toMatchObject({ status: 'live', startedAt, endedAt: null });
});
