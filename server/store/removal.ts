/** Taking a whole blog out of the record: nothing that was said in it stays, and its clock is never wound back. */
import type { Kysely } from 'kysely';
import { isPublic } from './rows.ts';
import type { BlogRow, Reading, Tables } from './tables.ts';

/** Removes the blog with everything that is of it alone, rights and links that were for it among them [R7] [R16]. */
export async function removeBlog(db: Kysely<Tables>, blog: BlogRow): Promise<void> {
  const { id, slug, seq } = blog;
  const entries = db.selectFrom('entry').select('id').where('blog', '=', id);
  await db.deleteFrom('revision').where('entry', 'in', entries).execute();
  await db.deleteFrom('entry').where('blog', '=', id).execute();
  await db.deleteFrom('presence').where('blog', '=', slug).execute();
  await db.deleteFrom('audience').where('blog', '=', slug).execute();
  await db.deleteFrom('member').where('blog', '=', slug).execute();
  await db.deleteFrom('invitation').where('blog', '=', slug).execute();
  await db.deleteFrom('token').where('blog', '=', slug).execute();
  await db.deleteFrom('blog').where('id', '=', id).execute();
  const gone = { slug, seq: seq + 1 };
  // Of a draft readers held nothing, and hear nothing: not even that it was there.
  if (!isPublic(blog)) await db.updateTable('gone_blog').set(gone).where('slug', '=', slug).execute();
  else
    await db
      .insertInto('gone_blog')
      .values(gone)
      .onConflict((c) => c.column('slug').doUpdateSet(gone))
      .execute();
}

/** The clock at which a blog with this slug went; 0 where there was none that readers saw. One that takes its place goes on from there. */
export async function goneAt(db: Reading, slug: string): Promise<number> {
  const gone = await db.selectFrom('gone_blog').select('seq').where('slug', '=', slug).executeTakeFirst();
  return gone?.seq ?? 0;
}
