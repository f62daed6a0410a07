/** The front and its sections, as pages: the same for everybody until something changes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Response, Router } from 'express';
import { placeOf } from '../../../shared/blog.ts';
import type { FrontPage } from '../../../shared/front.ts';
import type { FrontProps } from '../../../shared/pages.ts';
import { type Front, FRONT_PAGE_SIZE } from '../../feeds/front.ts';
import { NotFound } from '../../newsroom/errors.ts';
import { hashedBody, sendBody } from '../caching/cached.ts';
import type { Kept } from '../caching/kept.ts';
import { exactRouter } from '../router.ts';
import { setHeaders } from '../security.ts';
import type { Html } from './html.ts';

export interface FrontSources {
  front: Front;
  kept: Kept;
}

const HTML_TYPE = 'text/html; charset=utf-8';
/** What the newest page is kept as, for an hour: on another day its times say their day. */
const newestOf = (hour: string): string => `front ${hour}`;
const thisHour = (): string => `${new Date().toISOString().slice(0, 13)}:00:00.000Z`;

export function frontPages(html: Html, { front, kept }: FrontSources): Router {
  const router = exactRouter();
  router.get('/', (request, response) => send(request, response, null));
  router.get('/sections/:section', async (request, response) =>
    send(request, response, await sectionNamed(front, request.params.section)),
  );
  return router;

  async function send(request: Request, response: Response, section: FrontProps['section']): Promise<void> {
    const newest = await front.page(section?.slug ?? '');
    const { before } = request.query;
    const hour = thisHour();
    if (before === undefined) {
      const make = () =>
        bodyOf(html, { page: newest, section, older: false, updatedAt: latestOf(newest), hour });
      return sendBody(request, response, await kept.get(request, newest, newestOf(hour), make));
    }
    const place = typeof before === 'string' ? placeOf(before) : null;
    if (!place) throw new NotFound('There is no such page.');
    const make = async () => {
      const page = await front.older(section?.slug ?? '', place, FRONT_PAGE_SIZE);
      if (page.entries.length === 0) throw new NotFound('There is no such page.');
      return bodyOf(
        html,
        { page, section, older: true, updatedAt: latestOf(newest), hour },
        before as string,
      );
    };
    sendBody(request, response, await kept.get(request, newest, `${newestOf(hour)} ${before}`, make));
  }
}

/** What a crowd asks for, past all routing: the whole front's newest page, where it is kept. False for all else. */
export function sendFrontFromMemory(
  request: IncomingMessage,
  response: ServerResponse,
  { front, kept }: FrontSources,
): boolean {
  const page = request.method === 'GET' && request.url === '/' ? front.held('') : undefined;
  const body = page && kept.known(page, newestOf(thisHour()));
  if (body) {
    setHeaders(response, []);
    sendBody(request, response, body);
  }
  return body !== undefined;
}

/** Throws NotFound. */
export async function sectionNamed(front: Front, slug: string): Promise<NonNullable<FrontProps['section']>> {
  const section = await front.section(slug);
  if (!section) throw new NotFound('There is no such section.');
  return section;
}

const bodyOf = (html: Html, ...shown: Parameters<Html['front']>) =>
  hashedBody(HTML_TYPE, html.front(...shown));

/** Of an empty front nothing is known: it begins with the first entry. */
export const latestOf = ({ blogs, entries }: FrontPage): string =>
  [...blogs.map(({ updatedAt }) => updatedAt), ...entries.map(({ publishedAt }) => publishedAt)]
    .sort()
    .at(-1) ?? new Date(0).toISOString();
