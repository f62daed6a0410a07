/** Alerts: readers' browsers are told of breaking news and key events, by Web Push, and that they are no more. */
import { sql } from 'kysely';
import type { Feature } from '../feature.ts';
import { alerts as step } from './migration.ts';
import { noteNews } from './news.ts';
import { Push } from './push.ts';
import { ALERT_OPERATIONS, alertRoutes } from './routes.ts';
import { tellSubscribers } from './worker.ts';
import { AlertWrites } from './writes.ts';

export const alerts: Feature = {
  keeps: {
    migrations: { '005-alerts': step },
    kept: { subscriber: ['blog', 'id'], alert: ['entry'] },
    // Whoever was to be told has been told since, or it is too late.
    restored: async (db) => void (await sql`update alert set is_done = 1`.execute(db)),
  },

  operations: ALERT_OPERATIONS,

  open({ store, config, onError }) {
    const push = new Push(store, config.PUBLIC_URL);
    const worker = tellSubscribers({ store, push, onError });
    return {
      async saving(work, saved) {
        if (await noteNews(work, saved)) work.after(worker.look);
      },
      removing: ({ transaction }, blog) => new AlertWrites(transaction).forgetBlog(blog.id),
      routes: (door) => alertRoutes(door, store, push, config.PUSH_HOSTS),
      close: worker.close,
    };
  },
};
