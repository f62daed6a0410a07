/** [R7] What readers may see, asked of each question alone: a draft is like nothing, and what was removed stays gone. */
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as commands from '../../shared/commands.ts';
import { localBus } from '../../server/bus/local.ts';
import { commitTo } from '../../server/newsroom/commit.ts';
import { Newsroom } from '../../server/newsroom/newsroom.ts';
import { SYSTEM } from '../../server/newsroom/people.ts';
import { SCHEMA } from '../../server/record.ts';
import { isPublic } from '../../server/store/public.ts';
import { sqliteDialect } from '../../server/store/sqlite.ts';
import { Store } from '../../server/store/store.ts';
import { newFolder } from '../support/service.ts';

const BY = { actor: SYSTEM };
const OLDEST = { publishedAt: new Date(0).toISOString(), id: '0' };

function valid<Schema extends Parameters<typeof commands.check>[0]>(schema: Schema, input: unknown) {
  const checked = commands.check(schema, input);
  if (!checked.ok) throw new Error(JSON.stringify(checked.errors));
  return checked.value;
}

async function scene() {
  const store = await Store.open(sqliteDialect(join(await newFolder(), 'test.sqlite')), SCHEMA);
  onTestFinished(() => store.close());
  const newsroom = new Newsroom(store, commitTo(store, localBus()), () => 'http://localhost');
  const blog = (slug: string, more: object = {}) =>
    newsroom.createBlog(BY, valid(commands.createBlog, { slug, title: slug, ...more }));
  const changeBlog = (slug: string, change: object) =>
    newsroom.changeBlog(BY, slug, valid(commands.changeBlog, change));
  const entry = (slug: string, headline: string, more: object = {}) =>
    newsroom.createEntry(BY, slug, valid(commands.createEntry, { headline, ...more }));
  const change = (slug: string, id: string, change: object) =>
    newsroom.changeEntry(BY, slug, id, 'any', valid(commands.changeEntry, change));
  return { read: store.public, newsroom, blog, changeBlog, entry, change };
}

describe('[R7] a draft', () => {
  test('is like nothing at all, whatever is asked', async () => {
    const { read, newsroom, blog, changeBlog, entry, change } = await scene();
    await blog('secret', { status: 'draft', showChanges: true });
    const { id } = await entry('secret', 'Not yet');
    await change('secret', id, { headline: 'Nor now' });
    const lost = await entry('secret', 'Never');
    await newsroom.removeEntry(BY, 'secret', lost.id);
    const answers = async (slug: string, entry: string) => ({
      listed: (await read.blogs()).some((card) => card.slug === slug),
      blog: await read.blog(slug),
      seqs: await read.seqs([slug]),
      updateSince: await read.updateSince(slug, 1),
      newsSince: await read.newsSince(slug, 0),
      page: await read.page(slug, null, 5),
      pageFrom: await read.pageFrom(slug, entry, 5),
      placeFrom: await read.placeFrom(slug, OLDEST),
      entry: await read.entry(slug, entry),
      removed: await read.entry(slug, lost.id),
      removedLately: await read.removedLately(slug, 5),
      changes: await read.changes(slug, entry, 99, 5),
    });
    expect(await answers('secret', id), 'a draft was told of').toEqual(await answers('nothing', id));
    expect([isPublic({ status: 'draft' }), isPublic({ status: 'ended' })]).toEqual([false, true]);

    await changeBlog('secret', { status: 'live' });
    const shown = await answers('secret', id);
    expect(shown).toMatchObject({
      listed: true,
      blog: { slug: 'secret', status: 'live' },
      page: { entries: [{ headline: 'Nor now' }] },
      pageFrom: { newer: 0 },
      placeFrom: { id },
      entry: { headline: 'Nor now' },
      removed: 'removed',
      removedLately: [{ id: lost.id }],
      changes: { revisions: [{ headline: 'Not yet' }, { headline: 'Nor now' }], older: null },
    });
    expect(shown.seqs.get('secret')).toBe(shown.newsSince?.update.to);
    expect(shown.updateSince?.from).toBe(1);
  });
});

describe('[R7] of an entry', () => {
  test('readers get what is published, hear of what was removed, and nothing of what they never saw', async () => {
    const { read, newsroom, blog, entry } = await scene();
    await blog('storm');
    await blog('other');
    const { id } = await entry('storm', 'Shown');
    const draft = await entry('storm', 'Draft', { state: 'draft' });
    expect(await read.entry('storm', id)).toMatchObject({ headline: 'Shown' });
    expect(await read.entry('other', id), 'an entry was found in another blog').toBeUndefined();
    expect(await read.entry('storm', draft.id), 'a draft was shown').toBeUndefined();
    expect(await read.pageFrom('storm', draft.id, 5)).toBeUndefined();
    await newsroom.removeEntry(BY, 'storm', draft.id);
    expect(await read.entry('storm', draft.id), 'a removed draft was told of').toBeUndefined();
    await newsroom.removeEntry(BY, 'storm', id);
    expect([await read.entry('storm', id), await read.pageFrom('storm', id, 5)]).toEqual([
      'removed',
      'removed',
    ]);
    await newsroom.restoreEntry(BY, 'storm', id, 'any', 1);
    expect(await read.entry('storm', id), 'what came back as a draft was shown').toBeUndefined();
    expect(await read.pageFrom('storm', id, 5)).toBe('removed');
  });

  test('its changes are shown where the blog shows any, since the last removal, a page at a time', async () => {
    const { read, newsroom, blog, changeBlog, entry, change } = await scene();
    await blog('open', { showChanges: true });
    const { id } = await entry('open', 'One');
    await change('open', id, { headline: 'Two' });
    await change('open', id, { headline: 'Three' });
    const said = async (before = 99, limit = 10) => {
      const changes = await read.changes('open', id, before, limit);
      return changes && [changes.revisions.map(({ headline }) => headline), changes.older];
    };
    expect(await said()).toEqual([['One', 'Two', 'Three'], null]);
    expect(await said(99, 2), 'the page before was lost').toEqual([['Two', 'Three'], 2]);
    expect(await said(2, 2)).toEqual([['One'], null]);
    await changeBlog('open', { showChanges: false });
    expect(await said(), 'changes were shown of a blog that shows none').toBeUndefined();
    await changeBlog('open', { showChanges: true });
    await newsroom.removeEntry(BY, 'open', id);
    expect(await said(), 'changes were shown of what was removed').toBeUndefined();
    await newsroom.restoreEntry(BY, 'open', id, 'any', 3);
    expect(await said(), 'changes of a draft were shown').toBeUndefined();
    await change('open', id, { state: 'published' });
    expect(await said(), 'what was said before a removal came back').toEqual([['Three'], null]);
  });
});

test('[R7] a removed blog is told of where readers could see it, and of the others nothing', async () => {
  const { read, newsroom, blog } = await scene();
  await blog('gone');
  await blog('draft', { status: 'draft' });
  expect(await read.wasRemoved('gone')).toBe(false);
  for (const slug of ['gone', 'draft']) await newsroom.removeBlog(BY, slug);
  expect([await read.wasRemoved('gone'), await read.wasRemoved('draft')]).toEqual([true, false]);
});

test('blogs come newest first; no slugs are asked for nothing', async () => {
  const { read, blog, entry } = await scene();
  await blog('first');
  await blog('second');
  await entry('first', 'News');
  const slugs = (await read.blogs()).map(({ slug }) => slug);
  expect(slugs.indexOf('first')).toBeLessThan(slugs.indexOf('second'));
  expect(await read.seqs([])).toEqual(new Map());
});
