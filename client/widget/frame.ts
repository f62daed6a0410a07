/** What the server asks of the frame's renderer, which it knows only as a built file. */
import type { Blog, Entry } from '../../shared/blog.ts';

type Query = Record<string, unknown>;

export interface FrameRenderer {
  /** What the frame's CSP has to allow. */
  STYLES: string[];
  /** The id of the entry that alone is asked for. */
  entryIn(query: Query): string | null;
  /** The whole page. `single` is the entry that is asked for, where that is not in the blog's newest page. */
  renderFrame(origin: string, blog: Blog, single: Entry | null, query: Query): string;
}
