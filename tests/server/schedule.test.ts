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
