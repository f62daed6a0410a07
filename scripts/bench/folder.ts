/** A folder for one service, filled before it starts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Entry, cursorAt } from '../../shared/blog.ts';
import { check, createBlog, createEntry } from '../../shared/commands.ts';
import { openStore } from '../../server/record.ts';
import { readConfig } from '../../server/config.ts';
import { newBlog } from '../../server/newsroom/blogs.ts';
import { newEntry } from '../../server/newsroom/entries.ts';
import { commitTo } from '../../server/newsroom/commit.ts';
import { acceptInvitation, inviteFirstAdmin } from '../../server/features/people/invitations.ts';
import { createToken, SYSTEM } from '../../server/newsroom/people.ts';
import type { Store } from '../../server/store/store.ts';
import { entryOf } from './entries.ts';

export interface Folder {
  path: string;
  token: string;
  /** The value of the cookie of an admin who is signed in. */
  cookie: string;
  remove(): void;
}

/** `blogs` says how many entries each blog gets, by its slug; `characters` how long each is, if not as usual. */
export async function fill(
  blogs: Record<string, number>,
  characters: Record<string, number> = {},
): Promise<Folder & { middles: Record<string, string> }> {
  const path = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
  const remove = () => rmSync(path, { recursive: true, force: true });
  process.on('exit', remove);
  const store = await openStore({ ...readConfig({}), DATA_DIR: path });
  const middles: Record<string, string> = {};
  for (const [slug, entries] of Object.entries(blogs)) {
    middles[slug] = await addBlog(store, slug, entries, characters[slug]);
  }
  const token = await createToken(store, 'bench', 'admin', null);
  const cookie = await addAdmin(store);
  await store.close();
  return { path, token, cookie, remove, middles };
}

async function addAdmin(store: Store): Promise<string> {
  const { path } = (await inviteFirstAdmin(store))!;
  const admin = { name: 'Bench', email: 'bench@example.org', password: 'no secret, only a bench' };
  const link = path.split('/').at(-1)!;
  return (await acceptInvitation(store, commitTo(store), link, admin, { address: '', agent: 'bench' }))
    .cookie;
}

/** All in one transaction: the newsroom's own would take one of the disk's for each entry. Returns the middle's cursor. */
async function addBlog(store: Store, slug: string, entries: number, characters?: number): Promise<string> {
  const start = Date.now() - entries * 1_000;
  const timeOf = (n: number) => new Date(start + n * 1_000).toISOString();
  const facts = {
    slug,
    title: `A blog of ${entries} entries`,
    standfirst: '<p>What the benchmark reads.</p>',
  };
  let blog = newBlog(`blog-${slug}`, mustCheck(createBlog, facts), timeOf(0));
  await store.transaction(async (transaction) => {
    await transaction.addBlog(blog);
    for (let n = 0; n < entries; n += 1) {
      const command = mustCheck(createEntry, {
        ...entryOf(`Entry ${n}`, characters),
        publishedAt: timeOf(n),
      });
      const made = newEntry(idOf(slug, n), blog, command, SYSTEM, timeOf(n), '').entry;
      const entry = { ...made, seq: blog.seq + 1 };
      blog = await transaction.tick(blog, { updated_at: timeOf(n) });
      await transaction.saveEntry(entry);
      await transaction.addRevision(entry, 'bench', timeOf(n), null);
    }
  });
  const middle = Math.floor(entries / 2);
  const place: Pick<Entry, 'id' | 'publishedAt'> = { id: idOf(slug, middle), publishedAt: timeOf(middle) };
  return cursorAt(place);
}

export const idOf = (slug: string, n: number): string =>
  `${slug.replaceAll('-', '')}${String(n).padStart(6, '0')}`;

function mustCheck<Schema extends Parameters<typeof check>[0]>(schema: Schema, input: unknown) {
  const checked = check(schema, input);
  if (!checked.ok) throw new Error(JSON.stringify(checked.errors));
  return checked.value;
}
