/** The record that a greedy client finds: long blogs, the largest entries, one that was changed often, a contributor. */
import { openStore } from '../../../server/record.ts';
import { readConfig } from '../../../server/config.ts';
import { newSession } from '../../../server/newsroom/sessions.ts';
import type { Store } from '../../../server/store/store.ts';
import { type Folder, fill, idOf } from '../folder.ts';

/** `news` is what honest readers follow; the others lie beside it. Entries of each. */
export const BLOGS = { news: 2_000, middle: 200, large: 120 };
/** Characters of an entry, where it is not of the usual length. */
const CHARACTERS = { middle: 4_000, large: 19_900 };
export const REVISIONS = 250;

export interface Scene extends Folder {
  /** The value of the cookie of a contributor who is signed in. */
  contributor: string;
}

export async function prepare(): Promise<Scene> {
  const folder = await fill(BLOGS, CHARACTERS);
  const store = await openStore({ ...readConfig({}), DATA_DIR: folder.path });
  const contributor = await addContributor(store);
  await changeOften(store);
  await store.close();
  return { ...folder, contributor };
}

async function addContributor(store: Store): Promise<string> {
  const created_at = new Date().toISOString();
  const { row, cookie } = newSession('contributor', 'greedy', created_at);
  await store.transaction(async ({ accounts }) => {
    const account = { id: 'contributor', email: 'contributor@example.org', name: 'Contributor' };
    await accounts.add({ ...account, password: '', is_disabled: 0, created_at });
    await accounts.setMemberships(account.id, [{ account: account.id, role: 'contributor', blog: '*' }]);
    await accounts.addSession(row);
  });
  return cookie;
}

/** The first of the largest entries, in a blog that shows what was changed. */
async function changeOften(store: Store): Promise<void> {
  await store.transaction(async (transaction) => {
    const blog = (await transaction.lockBlog('large'))!;
    const entry = (await transaction.entry(blog, idOf('large', 0)))!;
    for (let revision = 2; revision <= REVISIONS; revision += 1) {
      const html = entry.html.replace('<p>', `<p>${revision} `);
      await transaction.addRevision({ ...entry, revision, html }, 'bench', new Date().toISOString(), null);
    }
    await transaction.saveEntry({ ...entry, revision: REVISIONS });
    await transaction.saveBlog(blog, { show_changes: 1 });
  });
}
