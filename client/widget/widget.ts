/** `/widget.js`: makes `<live-blog>` work, once for each page; a sealed frame stays as the server wrote it, and says so. */
import type { Written } from '../../shared/pages.ts';
import { writeAs } from '../times/written.ts';
import { FROM, IS_SEALED } from './home.ts';
import { LiveBlog } from './live-blog.ts';

// What it says is of when it was last updated, and its links lead to what is live.
if (IS_SEALED) document.querySelector('live-blog')?.toggleAttribute('still', true);
else if (!customElements.get('live-blog')) void define();

async function define(): Promise<void> {
  // In a frame the server has written before.
  const given = FROM && document.querySelector<HTMLElement>('live-blog')?.dataset.written;
  if (given) await writeAs(JSON.parse(given) as Written).catch(() => {});
  if (!customElements.get('live-blog')) customElements.define('live-blog', LiveBlog);
}
