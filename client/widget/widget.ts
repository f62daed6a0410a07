/** `/widget.js`: makes `<live-blog>` work, once for each page. */
import { LiveBlog } from './live-blog.ts';

if (!customElements.get('live-blog')) customElements.define('live-blog', LiveBlog);
