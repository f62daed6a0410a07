/** The JSON API of blogs and entries: reads for everybody, the desk's own, commands for whoever may. */
import type { RequestHandler, Router } from 'express';
import type { Feeds } from '../../feeds/feeds.ts';
import type { Newsroom } from '../../newsroom/newsroom.ts';
import type { Card } from '../../store/public.ts';
import type { Store } from '../../store/store.ts';
import type { Gathered } from '../caching/gathered.ts';
import type { Kept } from '../caching/kept.ts';
import { exactRouter } from '../router.ts';
import { commandRoutes } from './commands.ts';
import { deskRoutes } from './desk.ts';
import { Drafts } from './drafts.ts';
import { readRoutes } from './reads.ts';
import type { WaitingLimits } from './waiting.ts';

interface Parts {
  store: Store;
  feeds: Feeds;
  newsroom: Newsroom;
  kept: Kept;
  /** Those of all readers. */
  blogs: Gathered<Card[]>;
  limits: WaitingLimits;
  /** Before what the desk reads: see laneOfEach. */
  oneAtDesk: RequestHandler[];
  commands: Router;
}

export function apiRoutes({ store, newsroom, commands, oneAtDesk, ...sources }: Parts): Router {
  commandRoutes(newsroom, commands);
  return exactRouter()
    .use(readRoutes({ read: store.public, drafts: new Drafts(store), ...sources }))
    .use(deskRoutes(store, oneAtDesk));
}
