/** What whoever asks may read at readers' addresses beside what all readers may: drafts, on the blogs that they work on. */
import type { Request } from 'express';
import type { Update } from '../../../shared/blog.ts';
import type { DeskEntry } from '../../../shared/commands.ts';
import { NoBlog, NotFound, Removed } from '../../newsroom/errors.ts';
import { type Actor, mayRead } from '../../newsroom/people.ts';
import { type Card, isPublic } from '../../store/public.ts';
import { toCard, toDeskEntry } from '../../store/rows.ts';
import type { Store } from '../../store/store.ts';
import type { Gathered } from '../caching/gathered.ts';
import { actorFrom } from '../request.ts';

export class Drafts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Every blog that they may read, newest first, and who they are; for nobody in particular those of `all` readers. */
  async blogs(request: Request, all: Gathered<Card[]>): Promise<{ blogs: Card[]; actor: Actor | undefined }> {
    const actor = await actorFrom(this.#store, request);
    if (!actor) return { blogs: await all.get(), actor };
    const rows = await this.#store.read.blogs();
    return { blogs: rows.filter((row) => isPublic(row) || mayRead(actor, row.slug)).map(toCard), actor };
  }

  /** The newest page of a blog that readers may not see. Throws NoBlog. */
  async blog(request: Request, slug: string): Promise<Update> {
    const isTheirs = mayRead(await actorFrom(this.#store, request), slug);
    const draft = isTheirs ? await this.#store.desk.preview(slug) : undefined;
    if (!draft) throw new NoBlog(slug);
    return draft;
  }

  /** An entry that readers may not see. Throws NoBlog, NotFound and Removed. */
  async entry(request: Request, slug: string, id: string): Promise<DeskEntry> {
    const isTheirs = mayRead(await actorFrom(this.#store, request), slug);
    if (!isTheirs && !(await this.#store.public.blog(slug))) throw new NoBlog(slug);
    const row = isTheirs ? await this.#store.read.entry(slug, id) : undefined;
    if (!row) throw new NotFound(`There is no entry "${id}".`);
    if (row.state === 'removed') throw new Removed('This entry was removed.');
    return toDeskEntry(row);
  }
}
