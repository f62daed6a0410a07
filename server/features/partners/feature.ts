/** Partners: on whose sites blogs may be shown that are not for all, and how much they show. */
import type { Feature } from '../feature.ts';
import { partners as step } from './migration.ts';
import { listed } from './partners.ts';
import { PARTNER_OPERATIONS, partnerRoutes } from './routes.ts';
import { Visits } from './visits.ts';

export const partners: Feature = {
  keeps: {
    migrations: { '004-partners': step },
    kept: { partner: ['id'], partner_views: ['partner', 'day'] },
  },
  operations: PARTNER_OPERATIONS,

  open({ store, commit, shownOn, onError }) {
    const visits = new Visits({ store, open: shownOn, onError });
    return {
      listed: () => listed(store),
      shown: (site) => visits.note(site),
      routes: (door) => partnerRoutes(door, store, commit),
      close: () => visits.close(),
    };
  },
};
