/** What blogs are about, as the newsroom parts its front. */
import type { Kysely } from 'kysely';
import type { Section } from '../../shared/front.ts';
import type { Reading, Tables } from './tables.ts';

export class SectionReads {
  readonly #db: Reading;

  constructor(db: Reading) {
    this.#db = db;
  }

  /** By name. */
  all(): Promise<Section[]> {
    return this.#db.selectFrom('section').selectAll().orderBy('name').orderBy('slug').execute();
  }
}

export class SectionWrites extends SectionReads {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    super(db);
    this.#db = db;
  }

  /** False where the slug is taken. */
  async add(section: Section): Promise<boolean> {
    const added = await this.#db
      .insertInto('section')
      .values(section)
      .onConflict((c) => c.column('slug').doNothing())
      .returning('slug')
      .executeTakeFirst();
    return added !== undefined;
  }

  /** False where there is none of this slug. */
  async rename({ slug, name }: Section): Promise<boolean> {
    const renamed = await this.#db
      .updateTable('section')
      .set({ name })
      .where('slug', '=', slug)
      .returning('slug')
      .executeTakeFirst();
    return renamed !== undefined;
  }

  async remove(slug: string): Promise<void> {
    await this.#db.deleteFrom('section').where('slug', '=', slug).execute();
  }
}
