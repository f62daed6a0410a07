/** What the door tells of what is not there, to whom it belongs, and who else on the machine may read it. */
import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../support/process.ts';
import { type Service, startService } from '../support/service.ts';

test.each(['all', 'listed', 'off'])('a draft with embedding %s is like nothing at all', async (embedding) => {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog({ slug: 'secret', title: 'Secret', status: 'draft', embedding });
  const seen = async (slug: string, path: string, headers: Record<string, string>) => {
    const response = await fetch(`${service.url}${path.replace('SLUG', slug)}`, { headers });
    const text = (await response.text()).replaceAll(slug, 'SLUG');
    const names = ['Vary', 'Access-Control-Allow-Origin', 'Cache-Control', 'Content-Type', 'ETag'];
    return [response.status, text, ...names.map((name) => response.headers.get(name))];
  };
  for (const path of ['/api/v1/blogs/SLUG', '/api/v1/blogs/SLUG/updates?after=1', '/SLUG', '/embed/SLUG']) {
    for (const headers of [{}, { Origin: 'https://partner.example.org' }]) {
      expect(await seen('secret', path, headers)).toEqual(await seen('nowhere', path, headers));
    }
  }
  await desk.changeBlog('secret', { status: 'live' });
  const { status } = await fetch(`${service.url}/api/v1/blogs/secret`, {
    headers: { Origin: 'https://partner.example.org' },
  });
  expect(status).toBe(embedding === 'all' ? 200 : 403);
});

test('nobody else on the machine reads the record', async () => {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const file = join(service.config.DATA_DIR, 'dateline.sqlite');
  for (const each of [file, `${file}-wal`, `${file}-shm`]) {
    expect(((await stat(each)).mode & 0o777).toString(8)).toBe('600');
  }
  const other = await startService({ DATA_DIR: join(service.config.DATA_DIR, 'new', 'folder') });
  expect(((await stat(other.config.DATA_DIR)).mode & 0o777).toString(8)).toBe('700');
});

test('a host that isn’t ours is sent to where we are, or told that we are not there', async () => {
  const service = await startService({
    PORT: await freePort(),
    HOSTS: 'live.example.org',
    PUBLIC_URL: 'https://live.example.org',
  });
  const url = `http://127.0.0.1:${portOf(service)}`;
  const ask = (host: string, path: string, method = 'GET') =>
    new Promise<[number, string | undefined]>((resolve, reject) => {
      const asking = request(url + path, { method, headers: { Host: host } }, (response) => {
        resolve([response.resume().statusCode!, response.headers.location]);
      });
      asking.once('error', reject).end();
    });
  expect(await ask('live.example.org', '/')).toEqual([200, undefined]);
  expect(await ask('LIVE.example.org:443', '/')).toEqual([200, undefined]);
  expect(await ask('evil.example', '/storm?x=1')).toEqual([308, 'https://live.example.org/storm?x=1']);
  expect(await ask('evil.example', '//evil.example/x')).toEqual([
    308,
    'https://live.example.org/evil.example/x',
  ]);
  expect(await ask('evil.example', '/api/v1/blogs', 'POST')).toEqual([421, undefined]);
  expect(await ask('10.0.0.1:3000', '/healthz')).toEqual([200, undefined]);
});

function portOf({ config }: Service): string {
  return String(config.PORT);
}
