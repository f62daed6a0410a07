import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Entry, Page, Update } from '../../shared/blog.ts';
import { type Desk, Refused } from '../../scripts/desk.ts';
import { startService } from '../support/service.ts';

const BLOG = { slug: 'flood', title: 'The river rises', timezone: 'Europe/Kyiv' };

async function newsroom() {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog(BLOG);
  const get = async <T>(path: string): Promise<T> =>
    (await fetch(`${service.url}/api/v1${path}`)).json() as Promise<T>;
  return { ...service, desk: desk as Desk, get, as: service.desk };
}

const refusal = async (work: Promise<unknown>): Promise<Refused> => {
  const error: unknown = await work.then(
    () => expect.unreachable('it should have been refused'),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(Refused);
  return error as Refused;
};

describe('publishing', () => {
  test('[R1] [R4] what is acknowledged can be read, and the clock ticks once for each command readers can see', async () => {
    const { desk, get } = await newsroom();
    const entry = await desk.publish('flood', { headline: 'Water at 4 metres', html: '<p>And rising.</p>' });
    expect(entry).toMatchObject({ seq: 2, revision: 1, headline: 'Water at 4 metres', updatedAt: null });
    expect(await get<Entry>(`/blogs/flood/entries/${entry.id}`)).toMatchObject({ id: entry.id, seq: 2 });
    await desk.publish('flood', { headline: 'A draft', state: 'draft' });
    expect((await desk.publish('flood', { headline: 'Bridge closed' })).seq).toBe(3);
  });

  test('an edit leaves an Updated mark, a minor one leaves none, and a correction is shown', async () => {
    const { desk } = await newsroom();
    const entry = await desk.publish('flood', { headline: 'Water at 4 metrs' });
    const minor = await desk.edit('flood', entry, { headline: 'Water at 4 metres', minor: true });
    expect(minor).toMatchObject({ revision: 2, headline: 'Water at 4 metres', updatedAt: null });
    const edited = await desk.edit('flood', minor, {
      html: '<p>Measured at noon.</p>',
      correction: 'It was 4, not 5.',
    });
    expect(edited).toMatchObject({
      revision: 3,
      correction: 'It was 4, not 5.',
      headline: 'Water at 4 metres',
    });
    expect(edited.updatedAt! >= entry.publishedAt!).toBe(true);
    expect((await desk.edit('flood', edited, { correction: null, minor: true })).updatedAt).toBe(
      edited.updatedAt,
    );
  });

  test('[R1] what readers can’t see leaves the blog’s clock and its time of updating as they are', async () => {
    const { get, desk } = await newsroom();
    const before = await get('/blogs/flood');
    await desk.changeBlog('flood', {});
    await desk.changeBlog('flood', { embedding: 'off' });
    await desk.changeBlog('flood', { title: (before as unknown as { head: { title: string } }).head.title });
    expect(await get('/blogs/flood')).toEqual(before);
    const { blogs } = await get<{ blogs: object[] }>('/blogs');
    expect(blogs).toMatchObject([{ slug: 'flood', embedding: 'off' }]);
    await desk.changeBlog('flood', { title: 'Another' });
    expect(await get<Update>('/blogs/flood')).toMatchObject({ to: 2, head: { title: 'Another' } });
  });

  test('a past time of publication puts an import in its place', async () => {
    const { desk, get } = await newsroom();
    await desk.publish('flood', { headline: 'now' });
    await desk.publish('flood', { headline: 'then', publishedAt: '2021-02-19T18:42:02+02:00' });
    const { entries } = await get<Update>('/blogs/flood');
    expect(entries.map((entry) => (entry as Entry).headline)).toEqual(['now', 'then']);
    expect((entries[1] as Entry).publishedAt).toBe('2021-02-19T16:42:02.000Z');
  });

  test('one entry is pinned at a time, and the head holds it whole', async () => {
    const { desk, get } = await newsroom();
    const first = await desk.publish('flood', { headline: 'first', pinned: true });
    const second = await desk.publish('flood', { headline: 'second', pinned: true });
    const { head, entries } = await get<Update>('/blogs/flood');
    expect(head!.pinned).toMatchObject({ id: second.id, headline: 'second' });
    expect(entries.find(({ id }) => id === first.id)).toMatchObject({ pinned: false, seq: second.seq });
  });

  test('a draft is seen by the desk alone until it is published, and a scheduled entry appears when it is due', async () => {
    const { desk, get, url } = await newsroom();
    const draft = await desk.publish('flood', { headline: 'Not yet', state: 'draft' });
    expect((await fetch(`${url}/api/v1/blogs/flood/entries/${draft.id}`)).status).toBe(404);
    const published = await desk.edit('flood', draft, { state: 'published' });
    expect(published).toMatchObject({ state: 'published', seq: 2, updatedAt: null });

    const due = new Date(Date.now() + 1_500).toISOString();
    await desk.publish('flood', { headline: 'Soon', state: 'scheduled', publishAt: due });
    expect((await get<Update>('/blogs/flood')).entries.length).toBe(1);
    await expect
      .poll(async () => (await get<Update>('/blogs/flood')).entries.length, { timeout: 8_000 })
      .toBe(2);
  });
});

describe('[R9] a repeated command with the same key', () => {
  test('happens once, and all get the same answer, also ten at a time', async () => {
    const { desk, get } = await newsroom();
    const keys = Array.from({ length: 20 }, () => randomUUID());
    const answers = await Promise.all(
      keys.flatMap((key) => Array.from({ length: 10 }, () => desk.publish('flood', { headline: key }, key))),
    );
    for (const [n, key] of keys.entries()) {
      const same = answers.slice(n * 10, n * 10 + 10);
      expect(same.every((answer) => answer.headline === key)).toBe(true);
      expect(new Set(same.map((answer) => JSON.stringify(answer))).size).toBe(1);
    }
    expect(await get<Update>('/blogs/flood')).toMatchObject({ to: 21 });
  });

  test('but with another body is refused', async () => {
    const { desk } = await newsroom();
    await desk.publish('flood', { headline: 'one' }, 'key');
    expect((await refusal(desk.publish('flood', { headline: 'two' }, 'key'))).status).toBe(422);
    // By what was sent, not by what is read into it: another version may read more into it.
    const spelledOut = { headline: 'one', keyEvent: false };
    expect((await refusal(desk.publish('flood', spelledOut, 'key'))).status).toBe(422);
  });

  test('also holds for edits, removals and blogs', async () => {
    const { get, desk, as } = await newsroom();
    const other = await as();
    await other.createBlog({ slug: 'two', title: 'Two' }, 'blog');
    expect(await other.createBlog({ slug: 'two', title: 'Two' }, 'blog')).toMatchObject({
      slug: 'two',
      seq: 1,
    });
    const entry = await desk.publish('flood', { headline: 'one' });
    const edit = () =>
      desk.send('PATCH', `/blogs/flood/entries/${entry.id}`, { headline: '1' }, { key: 'e', revision: 1 });
    expect(await edit()).toEqual(await edit());
    await desk.remove('flood', entry.id);
    await desk.remove('flood', entry.id);
    expect(await get('/blogs/flood')).toMatchObject({ to: 4 });
  });
});

describe('[R11] an edit', () => {
  test('of a revision that is no longer the current one is refused with both versions', async () => {
    const { desk } = await newsroom();
    const entry = await desk.publish('flood', { headline: 'one' });
    await desk.edit('flood', entry, { headline: 'theirs' });
    const { status, problem } = await refusal(desk.edit('flood', entry, { headline: 'mine' }));
    expect(status).toBe(412);
    expect(problem).toMatchObject({
      current: { headline: 'theirs', revision: 2 },
      yours: { headline: 'mine' },
    });
  });

  test('must say which revision it saw', async () => {
    const { desk } = await newsroom();
    const entry = await desk.publish('flood', { headline: 'one' });
    const edit = (revision?: number) =>
      desk.send('PATCH', `/blogs/flood/entries/${entry.id}`, {}, { revision });
    expect((await refusal(edit())).status).toBe(428);
  });

  test('races of two have one winner each', async () => {
    const { desk } = await newsroom();
    let entry = await desk.publish('flood', { headline: '0' });
    for (let round = 1; round <= 30; round += 1) {
      const race = ['a', 'b'].map((who) => desk.edit('flood', entry, { headline: `${round}${who}` }));
      const results = await Promise.allSettled(race);
      const won = results.filter((result) => result.status === 'fulfilled');
      expect(won.length).toBe(1);
      entry = won[0]!.value;
    }
    expect(entry.revision).toBe(31);
  });
});

describe('[R7] a removed entry', () => {
  test('leaves every answer of the API, and no repetition brings it back', async () => {
    const { desk, get, url } = await newsroom();
    const secret = 'A name that must go';
    const entry = await desk.publish(
      'flood',
      { headline: secret, html: `<p>${secret}</p>`, pinned: true, keyEvent: true },
      'k',
    );
    await desk.remove('flood', entry.id);
    await desk.publish(
      'flood',
      { headline: secret, html: `<p>${secret}</p>`, pinned: true, keyEvent: true },
      'k',
    );
    expect((await refusal(desk.edit('flood', entry, { headline: 'again' }))).status).toBe(410);
    await expect.poll(async () => (await get<Update>('/blogs/flood')).to).toBe(3);
    const paths = ['', '/updates?after=0', '/updates?after=1', '/entries', `/entries/${entry.id}`];
    for (const path of paths) {
      expect(JSON.stringify(await get(`/blogs/flood${path}`))).not.toContain(secret);
    }
    expect(await (await fetch(`${url}/flood`)).text()).not.toContain(secret);
    expect(await get('/blogs/flood/updates?after=2')).toMatchObject({
      entries: [{ id: entry.id, seq: 3, removed: true }],
    });
    expect((await fetch(`${url}/api/v1/blogs/flood/entries/${entry.id}`)).status).toBe(410);
  });
});

describe('what is wrong is said, with the field and the limit', () => {
  test.each([
    ['a headline too long', { headline: 'x'.repeat(201) }, { field: 'headline', limit: 200 }],
    ['a text too long', { html: 'x'.repeat(20_001) }, { field: 'html', limit: 20_000 }],
    ['nothing to read', { html: '<p> </p><script>1</script>' }, { field: 'html' }],
    ['an unknown field', { headline: 'x', colour: 'red' }, { field: 'colour' }],
    ['a wrong type', { headline: 'x', pinned: 'yes' }, { field: 'pinned' }],
    ['an author without a name', { headline: 'x', authors: [{ name: ' ' }] }, { field: 'authors.0.name' }],
    [
      'an address that runs',
      { headline: 'x', authors: [{ name: 'A', contact: 'javascript:1' }] },
      { field: 'authors.0.contact' },
    ],
    ['a day that is not', { headline: 'x', publishedAt: '2026-02-30T10:00:00Z' }, { field: 'publishedAt' }],
    ['half a zone', { headline: 'x', publishedAt: '2025-12-11T14:32:00+5' }, { field: 'publishedAt' }],
    ['a time to come', { headline: 'x', publishedAt: '2999-01-01T00:00:00Z' }, { field: 'publishedAt' }],
    ['a schedule without a time', { headline: 'x', state: 'scheduled' }, { field: 'publishAt' }],
  ])('%s', async (_name, entry, error) => {
    const { desk, get } = await newsroom();
    const { status, problem } = await refusal(desk.publish('flood', entry));
    expect(status).toBe(422);
    expect(problem.errors).toEqual([expect.objectContaining({ ...error, detail: expect.any(String) })]);
    expect(await get<Update>('/blogs/flood')).toMatchObject({ to: 1 });
  });

  test('everything at once, and a slug that is taken or reserved', async () => {
    const { desk } = await newsroom();
    const { problem } = await refusal(desk.createBlog({ slug: 'No Good', title: '', timezone: 'Mars/Base' }));
    expect((problem.errors as { field: string }[]).map(({ field }) => field)).toEqual([
      'slug',
      'title',
      'timezone',
    ]);
    expect((await refusal(desk.createBlog(BLOG))).status).toBe(409);
    expect((await refusal(desk.createBlog({ slug: 'api', title: 'x' }))).status).toBe(422);
  });

  test('bodies that are too large, no JSON, or compressed', async () => {
    const { url, as } = await newsroom();
    const { authorization } = await as();
    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${url}/api/v1/blogs`, {
        method: 'POST',
        headers: { Authorization: authorization, 'Content-Type': 'application/json', ...headers },
        body,
      });
    const answers = [
      await post(`{"title":"${'x'.repeat(70_000)}"}`),
      await post('{"title":'),
      await post('x', { 'Content-Type': 'text/plain' }),
      await post('x', { 'Content-Encoding': 'gzip' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([413, 400, 415, 415]);
    expect(answers[0]!.headers.get('content-type')).toContain('application/problem+json');
    expect(await answers[0]!.json()).toMatchObject({ limit: 65_536 });
    expect(await answers[1]!.json()).toMatchObject({ detail: expect.stringContaining('not JSON') });
  });

  test('cursors, numbers and addresses', async () => {
    const { url } = await newsroom();
    const statusOf = async (path: string) => (await fetch(url + path)).status;
    expect(await statusOf('/api/v1/blogs/flood/entries?before=x')).toBe(400);
    expect(await statusOf('/api/v1/blogs/flood/entries?limit=0')).toBe(400);
    expect(await statusOf('/api/v1/blogs/flood/updates')).toBe(400);
    expect(await statusOf('/api/v1/blogs/flood/updates?after=-1')).toBe(400);
    expect(await statusOf('/api/v1/blogs/none')).toBe(404);
    expect(await statusOf('/api/v1/none')).toBe(404);
    expect(await statusOf('/api/none')).toBe(404);
    expect(await statusOf('/none')).toBe(404);
    expect(await statusOf('/flood?before=x')).toBe(404);
    expect(await statusOf('/%ff')).toBe(400);
  });
});

describe('who may do what', () => {
  test('nobody without a token, and each token only what its role and blog allow', async () => {
    const { url, as, desk } = await newsroom();
    await desk.createBlog({ slug: 'other', title: 'Other' });
    const anonymous = await fetch(`${url}/api/v1/blogs`, { method: 'POST', body: '{}' });
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get('www-authenticate')).toBe('Bearer');

    const contributor = await as('contributor');
    expect((await refusal(contributor.publish('flood', { headline: 'x' }))).status).toBe(403);
    const draft = await contributor.publish('flood', { headline: 'x', state: 'draft' });
    expect((await refusal(contributor.edit('flood', draft, { state: 'published' }))).status).toBe(403);
    const scheduled = { headline: 'x', state: 'scheduled', publishAt: '2999-01-01T00:00:00Z' };
    expect((await refusal(contributor.publish('flood', scheduled))).status).toBe(403);
    const editor = await as('editor', 'flood');
    await editor.publish('flood', { headline: 'mine' });
    expect((await refusal(editor.publish('other', { headline: 'x' }))).status).toBe(403);
    expect((await refusal(editor.createBlog({ slug: 'x', title: 'x' }))).status).toBe(403);
  });

  test('a draft blog is nobody’s business but the desk’s', async () => {
    const { url, desk, as } = await newsroom();
    await desk.createBlog({ slug: 'secret', title: 'Not announced', status: 'draft' });
    await desk.publish('secret', { headline: 'prepared' });
    const statusOf = async (path: string, headers = {}) => (await fetch(url + path, { headers })).status;
    for (const path of [
      '/secret',
      '/api/v1/blogs/secret',
      '/api/v1/blogs/secret/updates?after=0',
      '/api/v1/blogs/secret/entries',
    ]) {
      expect(await statusOf(path)).toBe(404);
    }
    expect(await (await fetch(`${url}/api/v1/blogs`)).text()).not.toContain('secret');
    expect(await (await fetch(url)).text()).not.toContain('Not announced');
    expect(await statusOf('/api/v1/blogs/secret', { Authorization: desk.authorization })).toBe(200);
    const elsewhere = await as('editor', 'flood');
    expect(await statusOf('/api/v1/blogs/secret', { Authorization: elsewhere.authorization })).toBe(404);
    await desk.changeBlog('secret', { status: 'live' });
    await expect.poll(() => statusOf('/secret')).toBe(200);
    expect((await refusal(desk.changeBlog('secret', { status: 'draft' }))).status).toBe(422);
  });

  test('a token’s commands a minute are counted', async () => {
    const service = await startService({ WRITES_PER_MINUTE: '3' });
    const desk = await service.desk();
    await desk.createBlog(BLOG);
    await desk.publish('flood', { headline: '1' });
    await desk.publish('flood', { headline: '2' });
    const { status, problem } = await refusal(desk.publish('flood', { headline: '3' }));
    expect([status, problem.limit]).toEqual([429, 3]);
  });
});

describe('reading', () => {
  test('[R6] who missed an entry from first to last still learns when the blog was updated', async () => {
    const { desk, get } = await newsroom();
    await get('/blogs/flood'); // from now on this node follows it
    const entry = await desk.publish('flood', { headline: 'Gone soon' });
    await desk.edit('flood', entry, { headline: 'Gone sooner' });
    await desk.remove('flood', entry.id);
    const { head } = await get<Update>('/blogs/flood');
    expect((await get<Update>('/blogs/flood/updates?after=1')).head).toEqual(head);
  });

  test('older pages follow each other to the first entry', async () => {
    const { desk, get } = await newsroom();
    for (let n = 0; n < 45; n += 1) await desk.publish('flood', { headline: `${n}` });
    await expect.poll(async () => (await get<Update>('/blogs/flood')).to).toBe(46);
    const { entries, older } = await get<Update>('/blogs/flood');
    expect(entries.length).toBe(25);
    const page = await get<Page>(`/blogs/flood/entries?before=${older}`);
    expect(page).toMatchObject({ seq: 46, older: null });
    expect(page.entries.map(({ headline }) => headline)).toEqual(
      Array.from({ length: 20 }, (_, n) => `${19 - n}`),
    );
  });

  test('a shared answer is compressed, tagged with blog and seq, and not sent twice', async () => {
    const { url } = await newsroom();
    for (const path of ['/api/v1/blogs/flood', '/api/v1/blogs/flood/updates?after=1', '/flood']) {
      const first = await fetch(url + path, { headers: { 'Accept-Encoding': 'br' } });
      expect(first.headers.get('content-encoding')).toBe('br');
      const plain = await fetch(url + path, { headers: { 'Accept-Encoding': 'identity' } });
      if (path !== '/flood') expect(plain.headers.get('etag')).toBe('"flood:1"');
      // Other bytes, another strong tag.
      expect(first.headers.get('etag')).not.toBe(plain.headers.get('etag'));
      expect(first.headers.get('cache-control')).toContain('s-maxage');
      const again = await fetch(url + path, { headers: { 'If-None-Match': first.headers.get('etag')! } });
      expect(again.status).toBe(304);
    }
  });
});
