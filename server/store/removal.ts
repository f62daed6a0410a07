/** Taking a whole blog out of the record: nothing that was said in it stays, and its clock is never wound back. */
import type { Kysely } from 'kysely';
import type { BlogRow, Tables } from './tables.ts';

/** Removes the blog with everything that is of it alone, rights and links that were for it among them [R7] [R16]. */
export async function removeBlog(db: Kysely<Tables>, { id, slug, seq }: BlogRow): Promise<void> {
  const entries = db.selectFrom('entry').select('id').where('blog', '=', id);
  await db.deleteFrom('alert').where('blog', '=', id).execute();
  await db.deleteFrom('subscriber').where('blog', '=', id).execute();
  await db.deleteFrom('revision').where('entry', 'in', entries).execute();
  await db.deleteFrom('entry').where('blog', '=', id).execute();
  await db.deleteFrom('presence').where('blog', '=', slug).execute();
  await db.deleteFrom('audience').where('blog', '=', slug).execute();
  await db.deleteFrom('member').where('blog', '=', slug).execute();
  await db.deleteFrom('invitation').where('blog', '=', slug).execute();
  await db.deleteFrom('token').where('blog', '=', slug).execute();
  await db.deleteFrom('blog').where('id', '=', id).execute();
  await db
    .insertInto('gone_blog')
    .values({ slug, seq: seq + 1 })
    .onConflict((c) => c.column('slug').doUpdateSet({ seq: seq + 1 }))
    .execute();
}

/** The clock at which a blog with this slug went; 0 where there was none. One that takes its place goes on from there. */
export async function goneAt(db: Kysely<Tables>, slug: string): Promise<number> {
  const gone = await db.selectFrom('gone_blog').select('seq').where('slug', '=', slug).executeTakeFirst();
  return gone?.seq ?? 0;
}
