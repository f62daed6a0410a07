/** The entries of a blog as its desk lists them: one state or all, what a search finds, so many pages of it. */
import type { EntryState } from '../../../shared/commands.ts';
import type { DeskPage, ListedEntry } from '../../../shared/desk.ts';
import { call, isSignedOut } from '../api.ts';
import { wordsFor } from '../refusal.ts';

/** All but the removed ones, or those in one state. */
export type Filter = EntryState | 'all';

const PAGE = 30;
/** As many as the server gives at once. */
const MOST = 100;

export class EntryList {
  filter = $state<Filter>('all');
  search = $state('');
  /** Undefined until they have been read. */
  entries = $state.raw<ListedEntry[] | undefined>(undefined);
  hasMore = $state(false);
  isReadingMore = $state(false);
  problem = $state('');
  readonly #slug: string;
  #wanted = PAGE;
  #newest = 0;

  constructor(slug: string) {
    this.#slug = slug;
  }

  /** Lists others: from the first page, and nothing until that is there. */
  async choose(filter: Filter, search: string): Promise<void> {
    this.filter = filter;
    this.search = search;
    this.#wanted = PAGE;
    this.entries = undefined;
    await this.read();
  }

  async more(): Promise<void> {
    this.isReadingMore = true;
    this.#wanted += PAGE;
    await this.read();
    this.isReadingMore = false;
  }

  /** Reads all that is shown again. Never rejects; what was there stays when it can't be had. */
  async read(): Promise<void> {
    const mine = (this.#newest += 1);
    try {
      const { entries, older } = await this.#pages();
      if (mine !== this.#newest) return;
      this.entries = entries;
      this.hasMore = older !== null;
      this.problem = '';
    } catch (error) {
      if (mine !== this.#newest || (isSignedOut(error) && this.entries)) return;
      this.problem = wordsFor(error);
    }
  }

  async #pages(): Promise<DeskPage> {
    const entries: ListedEntry[] = [];
    let older: string | null = null;
    do {
      const page: DeskPage = await this.#page(older, Math.min(MOST, this.#wanted - entries.length));
      entries.push(...page.entries);
      older = page.older;
    } while (older !== null && entries.length < this.#wanted);
    return { entries, older };
  }

  #page(before: string | null, limit: number): Promise<DeskPage> {
    const query = new URLSearchParams({ limit: String(limit) });
    if (this.filter !== 'all') query.set('state', this.filter);
    if (this.search) query.set('q', this.search);
    if (before) query.set('before', before);
    return call<DeskPage>('GET', `/blogs/${this.#slug}/desk/entries?${query}`);
  }
}
