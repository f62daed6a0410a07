/** WebSub: the hub that feeds name (the setting WEBSUB_HUB) is told of each change that readers see. */
import { isPublished } from '../../newsroom/entries.ts';
import type { Feature } from '../feature.ts';
import { Hub } from './hub.ts';

export const websub: Feature = {
  open({ store, config, url, onError }) {
    if (!config.WEBSUB_HUB) return {};
    const hub = new Hub({ address: config.WEBSUB_HUB, store, url, onError });
    return {
      async saving({ after: afterwards }, { blog, before, after }) {
        if (isPublished(before) || isPublished(after)) afterwards(() => hub.note(blog.slug));
      },
      async changing({ after: afterwards }, blog) {
        afterwards(() => hub.note(blog.slug));
      },
      async close() {
        hub.close();
      },
    };
  },
};
