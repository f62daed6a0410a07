/** What the desk can do, with its rules. Each command is one transaction: check, change, and only then answer [R4]. */
import { monotonicFactory } from 'ulid';
import type { ChangeBlog, ChangeEntry, CreateBlog, CreateEntry, DeskEntry } from '../../shared/commands.ts';
import { blogBell, frontBell, sitesBell } from '../bus/bus.ts';
import { isPublic } from '../store/public.ts';
import { rowAt, toDeskEntry } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { BlogRow, EntryRow } from '../store/tables.ts';
import type { Transaction } from '../store/transaction.ts';
import { changesOf, isForReaders, newBlog, saysSomethingElse } from './blogs.ts';
import type { Commit, Work } from './commit.ts';
import {
  applyChange,
  blogAfter,
  changeBackTo,
  emptied,
  isPublished,
  type Made,
  newEntry,
  saysTheSame,
  unscheduled,
} from './entries.ts';
import { Ended, NoBlog, NotFound, Refusal, Removed, Taken } from './errors.ts';
import type { By } from './once.ts';
import { mustBeSections } from './sections.ts';
import { kept, type Told, told } from './sanitise.ts';
import { type Actor, mustBeAdmin, mustCreateBlogs, mustEdit, mustWrite, SYSTEM } from './people.ts';
import type { TakesPart } from './taking-part.ts';
import { mustHaveSeenBlog, mustHaveSeenEntry, type Seen } from './seen.ts';

const nextId = monotonicFactory();
const newId = (): string => nextId().toLowerCase();

export class Newsroom {
  readonly #store: Store;
  readonly #commit: Commit;
  readonly #url: () => string;
  readonly #partakers: readonly TakesPart[];
  #onScheduled: (dueAt: number) => void = () => {};

  /** `url` is where readers find the service. */
  constructor(store: Store, commit: Commit, url: () => string, partakers: readonly TakesPart[] = []) {
    this.#store = store;
    this.#commit = commit;
    this.#url = url;
    this.#partakers = partakers;
  }

  createBlog(by: By, command: CreateBlog): Promise<Told<BlogRow>> {
    return this.#commit(by, async ({ transaction, actor, now, ring, trace }) => {
      mustCreateBlogs(actor);
      await mustBeSections(transaction, command.sections);
      const { html: standfirst, leftOut } = kept(
        'standfirst',
        command.standfirst,
        this.#address(command.slug),
      );
      const blog = await transaction.addBlog(newBlog(newId(), { ...command, standfirst }, now));
      if (!blog) throw new Taken(`There is a blog "${command.slug}" already.`);
      if (blog.embedding !== 'all') ring(sitesBell());
      if (blog.status !== 'draft') ring(frontBell());
      trace('blog-added', blog.slug, blog.status);
      return told(blog, leftOut);
    });
  }

  /** `seen` are the clocks at which the editor saw the blog [R11]. */
  changeBlog(by: By, slug: string, change: ChangeBlog, seen: Seen = undefined): Promise<Told<BlogRow>> {
    return this.#commit(by, async (work) => {
      const { transaction, actor, now, ring, trace } = work;
      const blog = await lockBlog(transaction, slug);
      mustEdit(actor, blog);
      mustHaveSeenBlog(seen, blog, actor);
      const { standfirst } = change;
      await mustBeSections(transaction, change.sections);
      const text = standfirst === undefined ? null : kept('standfirst', standfirst, this.#address(slug));
      // A draft that opens began with its oldest entry.
      const since = blog.started_at === null ? await transaction.firstPublished(blog) : undefined;
      const changes = changesOf(blog, { ...change, ...(text && { standfirst: text.html }) }, now, since);
      const isSeen = isForReaders(blog, changes);
      const saved = isSeen
        ? await transaction.tick(blog, {
            ...changes,
            head_seq: blog.seq + 1,
            ...(saysSomethingElse(blog, changes) && { updated_at: now }),
          })
        : await transaction.saveBlog(blog, changes);
      if (isSeen) for (const partaker of this.#partakers) await partaker.changing?.(work, saved);
      const isShown = !isPublic(blog) && isPublic(saved) && saved.embedding !== 'all';
      if (change.embedding !== undefined || isShown) ring(sitesBell());
      if (change.status ?? change.front ?? change.sections) ring(frontBell());
      trace('blog-changed', slug, whatChanges(change));
      return told(saved, text?.leftOut);
    });
  }

  /** Removes a blog whole: entries, histories, rights on it and links to it [R7]. */
  removeBlog(by: By, slug: string, seen: Seen = undefined): Promise<null> {
    return this.#commit(by, async (work) => {
      const { transaction, actor, ring, trace } = work;
      const blog = await lockBlog(transaction, slug);
      mustWrite(actor, blog);
      mustBeAdmin(actor);
      mustHaveSeenBlog(seen, blog, actor);
      for (const partaker of this.#partakers) await partaker.removing?.(work, blog);
      await transaction.removeBlog(blog);
      ring(blogBell({ blog: slug, seq: blog.seq + 1 }));
      ring(sitesBell());
      ring(frontBell());
      trace('blog-removed', slug, blog.title);
      return null;
    });
  }

  createEntry(by: By, slug: string, command: CreateEntry): Promise<DeskEntry> {
    return this.#commit(by, async (work) => {
      const { actor, now } = work;
      const blog = await lockBlog(work.transaction, slug);
      mustWrite(actor, blog);
      const made = newEntry(newId(), blog, command, actor, now, this.#address(slug));
      return this.#save(work, blog, undefined, made);
    });
  }

  /** `seen` are the revisions that the editor saw [R11]. What changes nothing leaves no revision. */
  changeEntry(by: By, slug: string, id: string, seen: Seen, change: ChangeEntry): Promise<DeskEntry> {
    return this.#commit(by, async (work) => {
      const { transaction, actor, now } = work;
      const blog = await lockBlog(transaction, slug);
      mustWrite(actor, blog);
      const before = await findEntry(transaction, blog, id);
      mustHaveSeenEntry(seen, before, change);
      const made = applyChange(before, change, now, this.#address(slug));
      if (saysTheSame(before, made.entry)) {
        mustSave(actor, blog, before, before);
        return told(toDeskEntry(before), made.leftOut);
      }
      return this.#save(work, blog, before, made);
    });
  }

  /** Leaves a tombstone [R7]; `reason` stays in the history. Removing again changes nothing. */
  removeEntry(by: By, slug: string, id: string, reason = '', seen: Seen = undefined): Promise<null> {
    return this.#commit(by, async (work) => {
      const { transaction, actor, now } = work;
      const blog = await lockBlog(transaction, slug);
      mustWrite(actor, blog);
      const before = await transaction.entry(blog, id);
      if (!before) throw new NotFound(`There is no entry "${id}".`);
      if (before.state === 'removed') return null;
      mustHaveSeenEntry(seen, before);
      const made = { entry: emptied(before, now) };
      await this.#save(work, blog, before, made, reason || null);
      work.trace('entry-removed', `${slug}/${id}`, reason);
      return null;
    });
  }

  /**
   * Brings back what an entry said at `earlier`, as its next revision. One that was removed comes back as a draft:
   * that it is gone for readers stays true until somebody publishes it again [R7].
   */
  restoreEntry(by: By, slug: string, id: string, seen: Seen, earlier: number): Promise<DeskEntry> {
    return this.#commit(by, async (work) => {
      const { transaction, actor, now } = work;
      const blog = await lockBlog(transaction, slug);
      mustWrite(actor, blog);
      const before = await transaction.entry(blog, id);
      const row = before && (await transaction.revision(before, earlier));
      if (!row) throw new NotFound(`There is no revision ${earlier} of an entry "${id}".`);
      const change = changeBackTo(rowAt(before, row));
      mustHaveSeenEntry(seen, before, change);
      const base = before.state === 'removed' ? { ...before, state: 'draft' as const } : before;
      const note = `Restored revision ${earlier}`;
      const made = applyChange(base, change, now, this.#address(slug));
      return this.#save(work, blog, before, made, note);
    });
  }

  /** Who is told when something is scheduled, and for when (milliseconds since 1970). */
  onScheduled(listener: (dueAt: number) => void): void {
    this.#onScheduled = listener;
  }

  /**
   * Publishes the scheduled entries whose time has come; of several nodes that try, one does it. One that can't be
   * published keeps none of the others waiting: it becomes a draft, and its history says why.
   */
  async publishDue(): Promise<void> {
    for (const { slug, id } of await this.#store.read.due(await this.#store.now())) {
      try {
        await this.#changeDue(slug, id, published);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        await this.#changeDue(slug, id, unscheduled, `Not published: ${error.message}`);
      }
    }
  }

  async #changeDue(
    slug: string,
    id: string,
    change: (before: EntryRow, now: string) => EntryRow,
    note?: string,
  ): Promise<void> {
    await this.#commit({ actor: SYSTEM }, async (work) => {
      const { transaction, now } = work;
      const blog = await lockBlog(transaction, slug);
      const before = await transaction.entry(blog, id);
      // What is scheduled on a blog that has ended meanwhile waits until it goes on.
      if (before?.state !== 'scheduled' || before.publish_at! > now || blog.status === 'ended') return;
      const made = { entry: change(before, now) };
      await this.#save(work, blog, before, made, note);
    });
  }

  /** Saves an entry and its history; ticks the blog's clock where readers can see the difference [R1]. */
  async #save(
    work: Work,
    blog: BlogRow,
    before: EntryRow | undefined,
    { entry: after, leftOut }: Made,
    note: string | null = null,
  ): Promise<DeskEntry> {
    const { transaction, actor, now } = work;
    const isVisible = isPublished(before) || isPublished(after);
    const isNew = isPublished(after) && !isPublished(before);
    // What the desk itself has dated stands where it says.
    const published_at =
      isNew && after.published_at === now ? await transaction.afterNewest(blog, now) : after.published_at;
    const saved = {
      ...after,
      revision: before ? revisionAfter(blog, after) : after.revision,
      published_at,
      seq: isVisible ? blog.seq + 1 : after.seq,
    };
    mustSave(actor, blog, before, after);
    if (isVisible) {
      if (blog.status === 'ended' && !isPublished(before)) {
        throw new Ended('This blog has ended; set its status to live before you publish more.');
      }
      if (after.pinned) await unpinOthers(transaction, blog, saved);
      await transaction.tick(blog, blogAfter(blog, before, saved, now));
    }
    await transaction.saveEntry(saved);
    await transaction.addRevision(saved, actor.name, now, note);
    for (const partaker of this.#partakers) await partaker.saving?.(work, { blog, before, after: saved });
    const { publish_at } = saved;
    if (publish_at !== null) work.after(() => this.#onScheduled(Date.parse(publish_at)));
    return told(toDeskEntry(saved), leftOut);
  }

  /** The page of a blog, from which its links lead. */
  #address(slug: string): string {
    return `${this.#url()}/${slug}`;
  }
}

/** What decides who sees it is told whole, of all else that it was changed. */
const whatChanges = (change: ChangeBlog): string =>
  Object.entries(change)
    .map(([field, value]) => (TOLD_WHOLE.includes(field) ? `${field} ${String(value)}` : field))
    .join(', ');
const TOLD_WHOLE = ['status', 'embedding', 'showChanges'];

const published = (before: EntryRow, now: string): EntryRow =>
  applyChange(before, { state: 'published' }, now).entry;

/**
 * The number of an entry's next revision. Where the record was put back, some numbers meant a text that it no longer
 * knows; its blogs' floors are above them all then, and none of them comes a second time [R11].
 */
const revisionAfter = (blog: BlogRow, after: EntryRow): number => Math.max(after.revision, blog.floor);

/** Readers and what they will get are the editors' affair; a contributor writes for them to look at. */
function mustSave(actor: Actor, blog: BlogRow, before: EntryRow | undefined, after: EntryRow): void {
  const isForReaders = [before, after].some((entry) => isPublished(entry) || entry?.state === 'scheduled');
  if (isForReaders) return mustEdit(actor, blog);
  mustWrite(actor, blog);
  if (after.created_by !== actor.id) mustEdit(actor, blog);
}

async function lockBlog(transaction: Transaction, slug: string): Promise<BlogRow> {
  const blog = await transaction.lockBlog(slug);
  if (!blog) throw new NoBlog(slug);
  return blog;
}

async function findEntry(transaction: Transaction, blog: BlogRow, id: string): Promise<EntryRow> {
  const entry = await transaction.entry(blog, id);
  if (!entry) throw new NotFound(`There is no entry "${id}".`);
  if (entry.state === 'removed') throw new Removed('This entry was removed.');
  return entry;
}

async function unpinOthers(transaction: Transaction, blog: BlogRow, pinned: EntryRow): Promise<void> {
  for (const other of await transaction.pinnedEntries(blog)) {
    if (other.id !== pinned.id) await transaction.saveEntry({ ...other, pinned: 0, seq: pinned.seq });
  }
}
