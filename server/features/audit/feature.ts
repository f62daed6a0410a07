/** Audit: who did what at the desk, when and from where, kept for the newsroom’s admins. Never with a secret in it. */
import type { Feature } from '../feature.ts';
import { audit as step } from './migration.ts';
import { AUDIT_OPERATIONS, auditRoutes } from './routes.ts';
import { keepTrace } from './traces.ts';
import { forgetInTime } from './worker.ts';

export const audit: Feature = {
  keeps: {
    migrations: { '017-audit': step },
    kept: { trace: ['id'] },
    traced: keepTrace,
  },

  operations: AUDIT_OPERATIONS,

  open({ store, config, log, onError }) {
    store.onTrace((trace) => log.info({ trace }, `Audit: ${trace.deed}`));
    const close = forgetInTime({ store, days: config.AUDIT_DAYS, onError });
    return {
      routes: (door) => auditRoutes(door, store),
      close,
    };
  },
};
