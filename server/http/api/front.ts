/** The front over the API, and the sections that the newsroom parts it by. */
import type { Request, Router } from 'express';
import { cursorAt } from '../../../shared/blog.ts';
import * as commands from '../../../shared/commands.ts';
import type { FrontPage } from '../../../shared/front.ts';
import { type Front, FRONT_PAGE_SIZE } from '../../feeds/front.ts';
import type { Commit } from '../../newsroom/commit.ts';
import { NotFound } from '../../newsroom/errors.ts';
import { addSection, removeSection, renameSection } from '../../newsroom/sections.ts';
import type { Store } from '../../store/store.ts';
import { hashedBody, sendBody } from '../caching/cached.ts';
import type { Kept } from '../caching/kept.ts';
import { by, command, limitFrom, placeFrom } from '../request.ts';
import { exactRouter } from '../router.ts';

interface Parts {
  store: Store;
  commit: Commit;
  front: Front;
  kept: Kept;
  /** The routes that ask for somebody signed in already. */
  writes: Router;
}

export function frontRoutes({ store, commit, front, kept, writes }: Parts): Router {
  const router = exactRouter();

  router.get('/front', async (request, response) => {
    const section = await sectionFrom(front, request);
    const place = placeFrom(request);
    const limit = request.query.limit === undefined ? FRONT_PAGE_SIZE : limitFrom(request);
    const newest = await front.page(section);
    const isNewest = !place && limit === FRONT_PAGE_SIZE;
    const make = async () => bodyOf(isNewest ? newest : await front.older(section, place, limit));
    const name = `front ${place && cursorAt(place)} ${limit}`;
    sendBody(request, response, await kept.get(request, newest, name, make));
  });

  router.get('/sections', async (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ sections: await store.sections.all() });
  });

  writes.post('/sections', async (request, response) => {
    const section = command(request, commands.createSection);
    response.status(201).json(await addSection(commit, by(request), section));
  });

  writes.patch('/sections/:slug', async (request, response) => {
    const { slug } = request.params;
    const { name } = command(request, commands.changeSection);
    response.json(await renameSection(commit, by(request), { slug, name }));
  });

  writes.delete('/sections/:slug', async (request, response) => {
    await removeSection(commit, by(request), request.params.slug);
    response.status(204).end();
  });

  return router;
}

const bodyOf = (page: FrontPage) => hashedBody('application/json; charset=utf-8', JSON.stringify(page));

/** The section that is asked for, empty for the whole front. Throws NotFound. */
async function sectionFrom(front: Front, { query: { section = '' } }: Request): Promise<string> {
  if (section === '') return '';
  if (typeof section !== 'string' || !(await front.section(section)))
    throw new NotFound('There is no such section.');
  return section;
}
