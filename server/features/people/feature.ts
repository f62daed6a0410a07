/** People: who works here and as whom; signing in and out, one-time links, bylines. */
import type { Feature } from '../feature.ts';
import { PEOPLE_OPERATIONS, peopleRoutes } from './routes.ts';
import { rememberBrowser, SESSION_OPERATIONS, sessionRoutes, signInRoutes } from './session-routes.ts';
import { Staff } from './staff.ts';

/** Who may do what, and whether a session still is one, each command asks in its own transaction: that is the spine's. */
export const people: Feature = {
  operations: { ...SESSION_OPERATIONS, ...PEOPLE_OPERATIONS },

  open(house) {
    const staff = new Staff(house.store, house.commit, house.onError);
    return {
      routes(door) {
        signInRoutes(door, house, staff);
        sessionRoutes(door, house, staff);
        peopleRoutes(door, house, staff);
        door.pages.use('/desk', rememberBrowser(house.store, staff));
      },
      close: () => staff.close(),
    };
  },
};
