/** When the bell rings, what it announces can be read. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { expect, onTestFinished, test } from 'vitest';
import type { Bell } from '../../server/bus/bus.ts';
import { localBus } from '../../server/bus/local.ts';
import { commitTo } from '../../server/newsroom/commit.ts';
import { Newsroom } from '../../server/newsroom/newsroom.ts';
import { SYSTEM } from '../../server/newsroom/people.ts';
import { sqliteDialect } from '../../server/store/sqlite.ts';
import { SCHEMA } from '../../server/record.ts';
import { Store } from '../../server/store/store.ts';
import { createBlog, createEntry } from '../../shared/commands.ts';
import { newFolder } from '../support/service.ts';

test('[R4] the bell rings only when another connection can read what it announces', async () => {
  const file = join(await newFolder(), 'record.sqlite');
  const store = await Store.open(sqliteDialect(file), SCHEMA);
  const elsewhere = new DatabaseSync(file, { readOnly: true });
  onTestFinished(async () => {
    elsewhere.close();
    await store.close();
  });
  /** What another process can read at this very moment. */
  const seqNow = () => elsewhere.prepare("select seq from blog where slug = 'storm'").get()?.seq ?? 'no blog';
  const rung: string[] = [];
  const bus = {
    ...localBus(),
    ring: ({ channel, seq }: Bell) =>
      void (channel === 'storm' && rung.push(`the bell for seq ${seq} rang when ${seqNow()} could be read`)),
  };

  const newsroom = new Newsroom(store, commitTo(store, bus), () => 'http://localhost');
  const by = { actor: SYSTEM };
  await newsroom.createBlog(by, v.parse(createBlog, { slug: 'storm', title: 'Storm' }));
  const entry = await newsroom.createEntry(by, 'storm', v.parse(createEntry, { headline: 'One' }));
  await newsroom.changeEntry(by, 'storm', entry.id, [entry.revision], { headline: 'Two' });
  await newsroom.changeBlog(by, 'storm', { title: 'The storm' });
  await newsroom.removeEntry(by, 'storm', entry.id);
  expect(rung).toEqual([2, 3, 4, 5].map((seq) => `the bell for seq ${seq} rang when ${seq} could be read`));
});
