/** A blog that is removed whole. */
import { inject, expect, onTestFinished, test, describe } from 'vitest';
import { io } from 'socket.io-client';
import type { Update } from '../../shared/blog.ts';
import { newDatabase } from '../support/postgres.ts';
import { openReader } from '../support/reader.ts';
import { startService } from '../support/service.ts';

describe.each(['SQLite', 'Postgres'])('[R7] on %s a blog that is removed', (engine) => {
  test('is gone from every page, answer and line, with all that was of it, and no path brings it back', async () => {
    const env = engine === 'Postgres' ? { DATABASE_URL: await newDatabase(inject('postgresUrl')) } : {};
    const service = await startService(env as Record<string, string>);
    const { url, store } = service;
    const desk = await service.desk();
    await desk.createBlog({ slug: 'storm', title: 'A name that must go' });
    const entry = await desk.publish('storm', { headline: 'A name that must go', breaking: true });
    await desk.edit('storm', entry, { html: '<p>A name that must go</p>', pinned: true });
    const editor = await service.desk('editor', 'storm');
    const reader = await openReader(url, 'storm');
    await reader.is('live');
    const stock = io(url, { path: '/live', transports: ['websocket'], forceNew: true });
    onTestFinished(() => void stock.close());
    const answers: unknown[] = [];
    stock.on('connect', () =>
      stock.emit('join', { blog: 'storm', after: 3 }, (answer: unknown) => answers.push(answer)),
    );
    await expect.poll(() => answers.length).toBe(1);

    await expect(editor.send('DELETE', '/blogs/storm')).rejects.toMatchObject({ status: 403 });
    await desk.send('DELETE', '/blogs/storm');
    await reader.is('gone');
    await expect.poll(() => answers.at(-1), { timeout: 10_000 }).toEqual({ error: 'not-found' });
    const paths = ['', '/updates?after=0', '/updates?after=2', '/entries', `/entries/${entry.id}`].map(
      (path) => `/api/v1/blogs/storm${path}`,
    );
    for (const path of [
      ...paths,
      '/storm',
      `/storm/${entry.id}`,
      '/storm/feed.atom',
      '/storm/live',
      '/embed/storm',
      `/oembed?url=${encodeURIComponent(`${url}/storm`)}`,
    ]) {
      const answer = await fetch(url + path);
      expect([path, answer.status]).toEqual([path, 410]);
      expect(await answer.text()).not.toContain('must go');
    }
    for (const path of ['/', '/sitemap.xml', '/api/v1/blogs'])
      expect(await (await fetch(url + path)).text()).not.toContain('must go');
    await expect(editor.publish('storm', { headline: 'x' })).rejects.toMatchObject({ status: 401 });
    await expect(desk.send('DELETE', '/blogs/storm')).rejects.toMatchObject({ status: 410 });
    expect(await store.read.entry('storm', entry.id)).toBeUndefined();
  });

  test('and made anew goes on from its clock: who holds the old one gets the new one whole', async () => {
    const env = engine === 'Postgres' ? { DATABASE_URL: await newDatabase(inject('postgresUrl')) } : {};
    const service = await startService(env as Record<string, string>);
    const desk = await service.desk();
    await desk.createBlog({ slug: 'storm', title: 'Old' });
    for (let n = 0; n < 5; n += 1) await desk.publish('storm', { headline: `${n}` });
    await desk.send('DELETE', '/blogs/storm');
    await desk.createBlog({ slug: 'storm', title: 'New' });
    await desk.publish('storm', { headline: 'First' });
    for (const after of [0, 3, 6]) {
      const answer = await fetch(`${service.url}/api/v1/blogs/storm/updates?after=${after}`);
      const update = (await answer.json()) as Update;
      expect(update).toMatchObject({ from: 0, head: { title: 'New' }, entries: [{ headline: 'First' }] });
      expect(update.to).toBeGreaterThan(6);
    }
  });

  test('is nothing that readers hear of where it was a draft', async () => {
    const env = engine === 'Postgres' ? { DATABASE_URL: await newDatabase(inject('postgresUrl')) } : {};
    const service = await startService(env as Record<string, string>);
    const desk = await service.desk();
    for (const status of ['draft', 'live'] as const) {
      await desk.createBlog({ slug: `a-${status}`, title: 'Plan', status });
      await desk.send('DELETE', `/blogs/a-${status}`);
    }
    const statusOf = async (path: string) => (await fetch(service.url + path)).status;
    for (const path of ['/SLUG', '/SLUG/live', '/api/v1/blogs/SLUG'])
      expect([
        await statusOf(path.replace('SLUG', 'a-draft')),
        await statusOf(path.replace('SLUG', 'a-live')),
      ]).toEqual([404, 410]);
  });
});
