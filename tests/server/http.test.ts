/** The API as HTTP's own documents have it: conditions, methods, types, tags, keys, and input that would break something. */
import { inject, expect, test, describe } from 'vitest';
import { startService } from '../support/service.ts';
import { newDatabase } from '../support/postgres.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };

async function newsroom(env: Record<string, string> = {}) {
  const service = await startService(env);
  const desk = await service.desk();
  await desk.createBlog({ slug: 'flood', title: 'The river rises' });
  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    fetch(`${service.url}/api/v1${path}`, {
      method,
      headers: { Authorization: desk.authorization, ...(body !== undefined && JSON_TYPE), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return { ...service, desk, ask };
}

describe('[R11] If-Match', () => {
  test.each([
    ['the revision', '"1"', 200],
    ['a proxy’s weak form of it', 'W/"1"', 200],
    ['a list that has it', '"7", W/"1" ,"9"', 200],
    ['whichever there is', '*', 200],
    ['another revision', '"2"', 412],
    ['a list of others', '"2", W/"3"', 412],
    ['a tag of something else', '"flood:1"', 412],
    ['no tag at all', '1', 400],
    ['half a tag', '"1', 400],
  ])('of an edit, %s', async (_what, header, status) => {
    const { desk, ask } = await newsroom();
    const { id } = await desk.publish('flood', { headline: 'one' });
    const answer = await ask(
      'PATCH',
      `/blogs/flood/entries/${id}`,
      { 'If-Match': header },
      { headline: 'two' },
    );
    expect(answer.status).toBe(status);
    // Of what is there now, whether that is this edit or the one before it.
    expect(answer.headers.get('etag')).toBe(status === 200 ? '"2"' : status === 412 ? '"1"' : null);
  });

  test('binds a removal, a change of a blog and a restoring, and what does not match changes nothing', async () => {
    const { desk, ask, url } = await newsroom();
    const { id } = await desk.publish('flood', { headline: 'one' });
    const entry = `/blogs/flood/entries/${id}`;
    const refused = await ask('DELETE', entry, { 'If-Match': '"9"' });
    expect([refused.status, refused.headers.get('etag')]).toEqual([412, '"1"']);
    expect((await ask('POST', `${entry}/restore`, { 'If-Match': '"9"' }, { revision: 1 })).status).toBe(412);
    const blog = await ask('PATCH', '/blogs/flood', { 'If-Match': '"flood:1"' }, { title: 'Stale' });
    expect([blog.status, blog.headers.get('etag')]).toEqual([412, '"flood:2"']);
    expect(await blog.json()).toMatchObject({ current: { title: 'The river rises', seq: 2 } });
    const { byline } = { byline: await ask('POST', '/bylines', {}, { kind: 'desk', name: 'News', bio: '' }) };
    const { id: bylineId } = (await byline.json()) as { id: string };
    expect((await ask('DELETE', `/bylines/${bylineId}`, { 'If-Match': '"1"' })).status).toBe(412);
    expect(await (await fetch(`${url}/api/v1/blogs/flood`)).json()).toMatchObject({ to: 2 });

    // As it was got, in whatever coding.
    const got = await fetch(`${url}/api/v1/blogs/flood`, { headers: { 'Accept-Encoding': 'gzip' } });
    const tag = got.headers.get('etag')!;
    const changed = await ask('PATCH', '/blogs/flood', { 'If-Match': tag }, { title: 'Fresh' });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"flood:3"']);
    expect((await ask('DELETE', entry, { 'If-Match': '"1"' })).status).toBe(204);
    expect((await ask('DELETE', `/bylines/${bylineId}`, { 'If-Match': '*' })).status).toBe(204);
  });
});

test('If-None-Match takes lists, weak tags and *, and a tag is of one coding', async () => {
  const { url, desk } = await newsroom();
  const { id } = await desk.publish('flood', { headline: 'one' });
  await expect.poll(async () => (await fetch(`${url}/flood`)).headers.get('etag')).toBeTruthy();
  for (const path of [
    '/api/v1/blogs/flood',
    '/flood',
    '/flood/feed.atom',
    `/api/v1/blogs/flood/entries/${id}`,
  ]) {
    const statusOf = async (tag: string) =>
      (await fetch(url + path, { headers: { 'If-None-Match': tag } })).status;
    const tag = (await fetch(url + path)).headers.get('etag')!;
    const answers = [tag, `W/${tag}`, `"x", W/${tag}`, '*', '"x"', `"x${tag.slice(1)}`].map(statusOf);
    expect([path, ...(await Promise.all(answers))]).toEqual([path, 304, 304, 304, 304, 200, 200]);
  }
  const tagIn = async (coding: string) =>
    (await fetch(`${url}/flood`, { headers: { 'Accept-Encoding': coding } })).headers.get('etag');
  expect(new Set(await Promise.all(['identity', 'gzip', 'br'].map(tagIn))).size).toBe(3);
});

test('what is not done at an address is said with what is, also to who only asks', async () => {
  const { ask, url } = await newsroom();
  const allowed = async (method: string, path: string) => {
    const answer = await ask(method, path);
    return [answer.status, answer.headers.get('allow')];
  };
  const blog = 'GET, HEAD, PATCH';
  expect(await allowed('PUT', '/blogs/flood')).toEqual([405, expect.stringContaining(blog)]);
  expect(await allowed('OPTIONS', '/blogs/flood')).toEqual([204, expect.stringContaining(blog)]);
  expect(await allowed('DELETE', '/blogs')).toEqual([405, 'GET, HEAD, POST, OPTIONS']);
  expect(await allowed('POST', '/blogs/flood/updates')).toEqual([405, 'GET, HEAD, OPTIONS']);
  expect((await ask('OPTIONS', '/blogs/flood')).headers.get('accept-patch')).toContain('merge-patch+json');
  const page = await fetch(`${url}/flood`, { method: 'POST' });
  expect([page.status, page.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
});

test('a body is JSON or, for a change, a merge patch; a refusal says which', async () => {
  const { ask } = await newsroom();
  const patch = { 'Content-Type': 'application/merge-patch+json' };
  expect((await ask('PATCH', '/blogs/flood', patch, { title: 'Patched' })).status).toBe(200);
  const refused = await ask('PATCH', '/blogs/flood', { 'Content-Type': 'text/plain' }, 'x');
  expect([refused.status, refused.headers.get('accept-patch')]).toEqual([
    415,
    'application/json, application/merge-patch+json',
  ]);
  const posted = await ask('POST', '/blogs/flood/entries', { 'Content-Type': 'text/xml' }, '<x/>');
  expect([posted.status, posted.headers.get('accept')]).toEqual([415, 'application/json']);
  const coded = await ask('POST', '/blogs', { 'Content-Encoding': 'gzip' }, '{}');
  expect([coded.status, coded.headers.get('accept-encoding')]).toEqual([415, 'identity']);
});

test('each kind of problem has a type of its own, says how to sign in, and has no tag', async () => {
  const { ask, desk, url } = await newsroom();
  const entry = await desk.publish('flood', { headline: 'one' }, 'a key');
  await desk.changeBlog('flood', { status: 'ended' });
  const tries: [string, number, Promise<Response>][] = [
    ['not-valid', 422, ask('POST', '/blogs', {}, { slug: 'x' })],
    [
      'key-used',
      422,
      ask('POST', '/blogs/flood/entries', { 'Idempotency-Key': 'a key' }, { headline: 'two' }),
    ],
    ['blog-ended', 409, ask('POST', '/blogs/flood/entries', {}, { headline: 'three' })],
    ['taken', 409, ask('POST', '/blogs', {}, { slug: 'flood', title: 'x' })],
    ['revision-missing', 428, ask('PATCH', `/blogs/flood/entries/${entry.id}`, {}, { headline: 'x' })],
    ['method-not-allowed', 405, ask('PUT', '/blogs')],
    ['not-found', 404, ask('GET', '/blogs/none')],
    ['bad-request', 400, ask('GET', '/blogs/flood/updates')],
    ['not-signed-in', 401, ask('POST', '/blogs', { Authorization: '' }, {})],
    ['not-signed-in', 401, ask('POST', '/blogs', { Authorization: 'Bearer wrong' }, {})],
    ['not-signed-in', 401, ask('GET', '/blogs/flood/desk', { Authorization: '' })],
  ];
  for (const [kind, status, trying] of tries) {
    const answer = await trying;
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ type: `/api/v1/problems/${kind}`, status });
    expect(answer.headers.get('etag')).toBeNull();
    if (status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect((await fetch(`${url}/api/v1/problems/${kind}`)).status).toBe(200);
  }
});

test('one bad field gets one clear message', async () => {
  const { ask } = await newsroom();
  const answer = await ask('POST', '/blogs/flood/entries', {}, { headline: 'x', publishedAt: 'yesterday' });
  const { errors, detail } = (await answer.json()) as { errors: object[]; detail: string };
  expect(errors).toEqual([{ field: 'publishedAt', detail: expect.stringContaining('ISO 8601') }]);
  expect(detail).toBe(`publishedAt ${(errors[0] as { detail: string }).detail}`);
  const list = (await (await ask('POST', '/blogs', {}, [])).json()) as { detail: string };
  expect(list.detail).toBe('The body must be a JSON object');
});

test('[R1] an edit that changes nothing leaves the entry, its mark and the clock as they are', async () => {
  const { desk } = await newsroom();
  const entry = await desk.publish('flood', { headline: 'one', html: '<p>Rising.</p>' });
  expect(await desk.edit('flood', entry, {})).toEqual(entry);
  expect(await desk.edit('flood', entry, { headline: 'one', html: '<p>Rising.</p>' })).toEqual(entry);
  expect(await desk.edit('flood', entry, { headline: 'two' })).toMatchObject({ revision: 2, seq: 3 });
});

test('[R9] a key is any text up to its limit', async () => {
  const { ask } = await newsroom();
  for (const key of ['two words', '"quoted"', 'Wasserstand Köln', 'x'.repeat(255)]) {
    const post = () => ask('POST', '/blogs/flood/entries', { 'Idempotency-Key': key }, { headline: 'x' });
    const [first, again] = [await post(), await post()];
    expect([key, first.status]).toEqual([key, 201]);
    expect(await again.json()).toEqual(await first.json());
  }
  const long = await ask('POST', '/blogs', { 'Idempotency-Key': 'x'.repeat(256) }, {});
  expect([long.status, ((await long.json()) as { detail: string }).detail]).toEqual([
    400,
    expect.stringContaining('255'),
  ]);
});

test('a page of another site may read what is public with its tags and limits, and send no command', async () => {
  const { url } = await newsroom();
  const origin = { Origin: 'https://elsewhere.example' };
  const { headers } = await fetch(`${url}/api/v1/blogs/flood`, { headers: origin });
  expect(headers.get('access-control-expose-headers')).toMatch(/ETag.*Link.*RateLimit.*Retry-After/);
  const preflight = await fetch(`${url}/api/v1/blogs/flood/updates`, {
    method: 'OPTIONS',
    headers: {
      ...origin,
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'if-none-match',
    },
  });
  expect(preflight.headers.get('access-control-allow-headers')).toContain('If-None-Match');
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD');
});

test('an address in other case or with a slash behind is another one', async () => {
  const { url } = await newsroom();
  const statusOf = async (path: string) => (await fetch(url + path, { redirect: 'manual' })).status;
  expect(await statusOf('/metrics')).toBe(200);
  for (const path of ['/METRICS', '/Metrics', '/HEALTHZ', '/api/v1/Blogs', '/API/v1/blogs', '/api/v1/blogs/'])
    expect([path, await statusOf(path)]).toEqual([path, 404]);
  const slashed = await fetch(`${url}/flood/`, { redirect: 'manual' });
  expect([slashed.status, slashed.headers.get('location')]).toEqual([308, '/flood']);
});

test('lists are filtered, come in pages, and say where the next one is', async () => {
  const { desk, url } = await newsroom();
  for (const slug of ['a', 'b', 'c'])
    await desk.createBlog({ slug, title: slug, status: slug === 'b' ? 'ended' : 'live' });
  const follow = async (path: string): Promise<string[][]> => {
    const answer = await fetch(`${url}${path}`);
    const { blogs } = (await answer.json()) as { blogs: { blog: string }[] };
    const next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    return [blogs.map(({ blog }) => blog), ...(next ? await follow(next) : [])];
  };
  expect(await follow('/api/v1/blogs?limit=2')).toEqual([
    ['c', 'b'],
    ['a', 'flood'],
  ]);
  expect(await follow('/api/v1/blogs?status=live&limit=2')).toEqual([['c', 'a'], ['flood']]);
  expect((await follow('/api/v1/blogs?status=ended,paused'))[0]).toEqual(['b']);
  expect((await fetch(`${url}/api/v1/blogs?status=over`)).status).toBe(400);
  for (let n = 0; n < 3; n += 1) await desk.publish('flood', { headline: `${n}` });
  const page = await fetch(`${url}/api/v1/blogs/flood/entries?limit=2`);
  const { blog, seq, older } = (await page.json()) as Record<string, string>;
  expect([blog, seq]).toEqual(['flood', 4]);
  expect(page.headers.get('link')).toBe(`</api/v1/blogs/flood/entries?limit=2&before=${older}>; rel="next"`);
});

test('a blog’s start can be set, in the past, and is told to readers', async () => {
  const { desk, ask, url } = await newsroom();
  const startedAt = '2026-01-02T03:04:05.000Z';
  expect(await desk.changeBlog('flood', { startedAt })).toMatchObject({ startedAt, seq: 2 });
  await expect
    .poll(async () => (await fetch(`${url}/api/v1/blogs/flood`)).json())
    .toMatchObject({ seq: 2, to: 2, head: { startedAt } });
  expect(await desk.createBlog({ slug: 'old', title: 'Old', startedAt })).toMatchObject({ startedAt });
  const ahead = await ask('PATCH', '/blogs/flood', {}, { startedAt: '2999-01-01T00:00:00Z' });
  expect(await ahead.json()).toMatchObject({ status: 422, errors: [{ field: 'startedAt' }] });
});

describe.each(['SQLite', 'Postgres'])('on %s', (engine) => {
  test('what would break something is refused, and not an error of ours', async () => {
    const env = engine === 'Postgres' ? { DATABASE_URL: await newDatabase(inject('postgresUrl')) } : {};
    const { desk, ask, url } = await newsroom(env as Record<string, string>);
    const { id } = await desk.publish('flood', { headline: 'one' });
    const key = { 'Idempotency-Key': 'k' };
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const entry = `/blogs/flood/entries/${id}`;
    const edit = { 'If-Match': '"1"' };
    const tries: [string, number, Promise<Response>][] = [
      ['5,000 levels', 400, ask('POST', '/blogs/flood/entries', key, deep)],
      ['5,000 lists', 400, ask('POST', '/blogs/flood/entries', key, '['.repeat(5_000) + ']'.repeat(5_000))],
      ['NUL in a slug', 404, ask('GET', '/blogs/fl%00od')],
      ['NUL in an id', 404, ask('PATCH', `${entry}%00`, edit, { headline: 'x' })],
      ['NUL in a search', 200, ask('GET', '/blogs/flood/desk/entries?q=%00')],
      ['half a character', 400, ask('GET', '/blogs/%ED%A0%80')],
      ['a revision of 2^31', 422, ask('POST', `${entry}/restore`, edit, { revision: 2 ** 31 })],
      ['a revision of 2^64', 412, ask('DELETE', entry, { 'If-Match': '"18446744073709551616"' })],
      ['a huge number', 422, ask('POST', '/blogs/flood/entries', {}, '{"state":"scheduled","hold":1e400}')],
      ['a seq of 2^53', 400, ask('GET', '/blogs/flood/updates?after=9007199254740993')],
      [
        'a moment far away',
        422,
        ask('POST', '/blogs/flood/entries', {}, { publishedAt: '+275760-09-13T00:00:00Z' }),
      ],
      [
        'half a character in a text',
        201,
        ask('POST', '/blogs/flood/entries', {}, '{"headline":"\\ud800 x"}'),
      ],
      ['and in an order', 200, ask('PATCH', '/blogs/flood', {}, '{"keyEventOrder":["\\ud800","\\u0000"]}')],
    ];
    for (const [what, status, trying] of tries) expect([what, (await trying).status]).toEqual([what, status]);
    expect((await fetch(`${url}/fl%00od`)).status).toBe(404);
  });
});
