/** What is published by the clock. */
import { expect, test } from 'vitest';
import type { Update } from '../../shared/blog.ts';
import { startService } from '../support/service.ts';

test('an entry that can’t be published when it is due keeps no other waiting, and says why', async () => {
  const { url, store, desk: newDesk } = await startService();
  const desk = await newDesk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const due = { state: 'scheduled', publishAt: new Date(Date.now() + 1_500).toISOString() };
  const broken = await desk.publish('storm', { headline: 'Broken', ...due });
  await desk.publish('storm', { headline: 'Whole', ...due });
  // As an older version might have left it, when there was no such rule.
  await store.transaction(async (transaction) => {
    const blog = (await transaction.lockBlog('storm'))!;
    await transaction.saveEntry({ ...(await transaction.entry(blog, broken.id))!, headline: null });
  });

  const published = async () => ((await (await fetch(`${url}/api/v1/blogs/storm`)).json()) as Update).entries;
  await expect.poll(published, { timeout: 10_000 }).toMatchObject([{ headline: 'Whole' }]);
  const { id, state } = (await store.read.entry('storm', broken.id))!;
  expect(state).toBe('draft');
  const [last] = (await store.desk.history((await store.read.blog('storm'))!, id))!;
  expect(last).toMatchObject({
    who: 'Dateline',
    note: expect.stringContaining('nothing to publish') as string,
  });
});

test('one whose blog ends at the moment when it is due stays scheduled, until the blog goes on', async () => {
  const { url, store, desk: newDesk } = await startService();
  const desk = await newDesk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const dueOnes = store.read.due.bind(store.read);
  store.read.due = async (now) => {
    const due = await dueOnes(now);
    if (due.length > 0) await desk.changeBlog('storm', { status: 'ended' });
    return due;
  };
  const publishAt = new Date(Date.now() + 1_000).toISOString();
  const { id } = await desk.publish('storm', { headline: 'Soon', state: 'scheduled', publishAt });
  const status = async () => (await store.read.blog('storm'))!.status;
  await expect.poll(status, { timeout: 10_000 }).toBe('ended');
  store.read.due = dueOnes;
  expect((await store.read.entry('storm', id))!.state).toBe('scheduled');
  await desk.changeBlog('storm', { status: 'live' });
  const published = async () => ((await (await fetch(`${url}/api/v1/blogs/storm`)).json()) as Update).entries;
  await expect.poll(published, { timeout: 17_000 }).toMatchObject([{ headline: 'Soon' }]);
}, 40_000);
