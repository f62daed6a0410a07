/** One blog at the desk: its facts, its entries, and what is heard of it while its page is open. */
import type { DeskBlog } from '../../../shared/desk.ts';
import { call } from '../api.ts';
import { EntryList } from '../entries/list.svelte.ts';
import { DeskLive } from './live.svelte.ts';
import { Reading } from '../parts/reading.svelte.ts';
import { session } from '../session.svelte.ts';
import { steadily } from './paced.ts';

export class BlogAtDesk {
  readonly facts: Reading<DeskBlog>;
  readonly list: EntryList;
  readonly live: DeskLive;
  /** Reads again all that is shown. Call it as often as there is a reason to. */
  readonly refresh: () => void;

  constructor(slug: string) {
    this.facts = new Reading(() => call<DeskBlog>('GET', `/blogs/${slug}/desk`));
    this.list = new EntryList(slug);
    this.refresh = steadily(async () => {
      await Promise.all([this.facts.again(), this.list.entries && this.list.read()]);
    });
    this.live = new DeskLive(slug, { onChanged: this.refresh, onSignedOut: () => session.end() });
  }
}
