/** One open front: as the reader of a blog, but that what it follows are many. */
import type { Blog } from '../../../shared/blog.ts';
import { type Front, frontOf, inRank } from '../../../shared/front.ts';
import type { FrontProps } from '../../../shared/pages.ts';
import { followFront } from '../../follow/front.ts';
import type { Locale } from '../../times/format.ts';
import { Reader } from '../live/reader.svelte.ts';
import { type FrontHead, viewOf } from './view.ts';

export class FrontReader extends Reader {
  /** As the service told it last. */
  #front: Front = $state.raw()!;
  /** By slug. */
  readersOf: Record<string, number> = $state.raw({});
  readonly #madeIn: string;

  /** In the order in which they are told of; without what has been removed since, also while all else stands still [R7]. */
  stories: Blog[] = $derived.by(() =>
    inRank([...(this.head as FrontHead).blogs.values()]).map((story) => {
      const there = new Set(this.#front.get(story.slug)?.entries.map(({ id }) => id));
      return { ...story, entries: story.entries.filter(({ id }) => there.has(id)) };
    }),
  );

  constructor(props: FrontProps) {
    const front = frontOf(props.page);
    super(viewOf(front, props), props.older, ({ blog: _, onBlog, ...options }) =>
      followFront({
        ...options,
        section: props.section?.slug ?? '',
        front: this.#front,
        onFront: (front) => {
          this.#front = front;
          onBlog(viewOf(front, props));
        },
        onReaders: (readers) => void (this.isPaused || (this.readersOf = readers)),
      }),
    );
    this.#front = front;
    this.#madeIn = props.hour;
  }

  /** For what is to say its day where that is another one; ISO 8601. */
  get today(): string {
    return this.clock.now === null ? this.#madeIn : new Date(this.clock.now).toISOString();
  }

  /** Undefined for one that stands on the front no longer. */
  blog(slug: string): Blog | undefined {
    return (this.head as FrontHead).blogs.get(slug) ?? this.#front.get(slug);
  }

  /** The page's language, and the time of the blog. */
  localeOf(slug: string): Locale {
    const { language, timezone } = this.locale;
    return { language, timezone: this.blog(slug)?.head.timezone ?? timezone };
  }
}
