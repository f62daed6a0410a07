/** What the desk reads of a blog beside what readers do: drafts, counts, histories. For those who work on it. */
import { pipeline } from 'node:stream/promises';
import type { Router, Request, RequestHandler } from 'express';
import { type EntryState, LIMITS } from '../../../shared/commands.ts';
import type { DeskBlog } from '../../../shared/desk.ts';
import { blogFacts } from '../../newsroom/blogs.ts';
import { NoBlog, NotFound } from '../../newsroom/errors.ts';
import { type Actor, mayRead } from '../../newsroom/people.ts';
import type { Store } from '../../store/store.ts';
import type { BlogRow } from '../../store/tables.ts';
import { exactRouter } from '../router.ts';
import { HttpProblem } from '../problem.ts';
import { exported, NDJSON } from './export.ts';
import { by, limitFrom, placeFrom } from '../request.ts';

const HOUR_MS = 60 * 60 * 1_000;
const STATES = new Set<unknown>(['draft', 'submitted', 'scheduled', 'published', 'removed']);

/** `oneAtDesk` lets pass those who are signed in, a few of each at a time. */
export function deskRoutes(store: Store, oneAtDesk: RequestHandler[]): Router {
  const desk = exactRouter();
  desk.use(['/blogs/:slug/desk', '/blogs/:slug/desk/{*any}'], oneAtDesk);

  desk.get('/blogs/:slug/desk', async (request, response) => {
    const { blog, actor } = await mine(request);
    const anHourAgo = store.clock.now(-HOUR_MS);
    const { pinned, keyEvents } = await store.desk.marked(blog);
    const glance: DeskBlog = {
      blog: blogFacts(blog, actor),
      counts: await store.desk.counts(blog),
      lastHour: await store.desk.publishedSince(blog, anHourAgo),
      pinned: pinned?.id ?? null,
      keyEvents,
    };
    response.json(glance);
  });

  desk.get('/blogs/:slug/desk/export', async (request, response) => {
    const { blog } = await mine(request);
    response.set({
      'Content-Type': NDJSON,
      'Content-Disposition': `attachment; filename="${blog.slug}.ndjson"`,
    });
    await pipeline(exported(blog, store.desk.everything(blog)), response);
  });

  desk.get('/blogs/:slug/desk/entries', async (request, response) => {
    const { blog } = await mine(request);
    const page = await store.desk.page(blog, {
      state: stateFrom(request),
      search: searchFrom(request),
      before: placeFrom(request),
      limit: limitFrom(request),
    });
    response.json(page);
  });

  desk.get('/blogs/:slug/desk/entries/:id', async (request, response) => {
    const { blog } = await mine(request);
    const entry = found(await store.desk.entry(blog, request.params.id), request.params.id);
    response.set('ETag', `"${entry.revision}"`).json(entry);
  });

  desk.get('/blogs/:slug/desk/entries/:id/history', async (request, response) => {
    const { blog } = await mine(request);
    const revisions = found(await store.desk.history(blog, request.params.id), request.params.id);
    response.json({ revisions });
  });

  return desk;

  /** The blog, for those who work on it; for all others there is no such desk. */
  async function mine(request: Request<{ slug: string }>): Promise<{ blog: BlogRow; actor: Actor }> {
    const { slug } = request.params;
    const { actor } = by(request);
    // Who has no part in it isn’t told that there is, or was, a desk.
    if (!mayRead(actor, slug)) throw new NotFound(`There is no blog "${slug}" for you to work on.`);
    const blog = await store.read.blog(slug);
    if (!blog) throw new NoBlog(slug);
    return { blog, actor };
  }
}

function found<T>(what: T | undefined, id: string): T {
  if (what === undefined) throw new NotFound(`There is no entry "${id}".`);
  return what;
}

function stateFrom({ query }: Request): EntryState | undefined {
  if (query.state === undefined || STATES.has(query.state)) return query.state as EntryState | undefined;
  throw new HttpProblem(400, `"state" must be one of ${[...STATES].join(', ')}.`);
}

function searchFrom({ query: { q = '' } }: Request): string {
  if (typeof q === 'string' && q.length <= LIMITS.search) return q.toWellFormed().replaceAll('\0', '').trim();
  throw new HttpProblem(400, `"q" must be at most ${LIMITS.search} characters.`);
}
