/** The front as a page shows it: as one blog, whose entries are of several. */
import type { Blog, Head } from '../../../shared/blog.ts';
import { type Front, type RiverEntry, riverOf } from '../../../shared/front.ts';
import type { FrontProps } from '../../../shared/pages.ts';

export interface FrontHead extends Head {
  blogs: Front;
}

export interface FrontView extends Blog {
  head: FrontHead;
  entries: RiverEntry[];
}

/** What is the same as long as the page is open. */
type Facts = Pick<FrontProps, 'site' | 'language' | 'timezone' | 'section' | 'updatedAt'>;

export function viewOf(front: Front, { site, language, timezone, section, updatedAt }: Facts): FrontView {
  const { entries, older } = riverOf(front);
  const blogs = [...front.values()];
  const latest = entries[0]?.publishedAt ?? updatedAt;
  const head: FrontHead = {
    ...{ title: section?.name ?? site.name, standfirst: '', status: 'live', language, timezone },
    ...{ startedAt: updatedAt, endedAt: null, updatedAt: latest > updatedAt ? latest : updatedAt },
    ...{ showChanges: false, front: 'auto', sections: [], pinned: null, keyEvents: [], blogs: front },
  };
  // Each blog's own clock only rises: their sum is another one whenever one of them is.
  const seq = blogs.reduce((sum, blog) => sum + blog.seq, 0);
  return { slug: pathOf(section), seq, head, entries, older };
}

/** Where the front is, without the slash at its beginning. */
export const pathOf = (section: FrontProps['section']): string => (section ? `sections/${section.slug}` : '');
