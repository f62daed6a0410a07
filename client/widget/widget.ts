/** `/widget.js`: makes `<live-blog>` work, once for each page; a sealed frame stays as the server wrote it. */
import { IS_SEALED } from './home.ts';
import { LiveBlog } from './live-blog.ts';

if (!IS_SEALED && !customElements.get('live-blog')) customElements.define('live-blog', LiveBlog);
