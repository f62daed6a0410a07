/** The JSON API of blogs and entries: reads for everybody, the desk's own, commands for whoever may. */
import type { Router } from 'express';
import type { Feeds } from '../../feeds/feeds.ts';
import type { Newsroom } from '../../newsroom/newsroom.ts';
import type { Store } from '../../store/store.ts';
import type { Kept } from '../caching/kept.ts';
import { exactRouter } from '../router.ts';
import { commandRoutes } from './commands.ts';
import { deskRoutes } from './desk.ts';
import { Drafts } from './drafts.ts';
import { readRoutes } from './reads.ts';
import type { WaitingLimits } from './waiting.ts';

export function apiRoutes(
  store: Store,
  feeds: Feeds,
  newsroom: Newsroom,
  kept: Kept,
  limits: WaitingLimits,
  writes: Router,
): Router {
  const drafts = new Drafts(store);
  commandRoutes(newsroom, writes);
  return exactRouter()
    .use(readRoutes({ read: store.public, drafts, feeds, kept, limits }))
    .use(deskRoutes(store));
}
