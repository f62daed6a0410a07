/** The front and its sections as RSS, Atom and JSON Feed. Each item has the name of its blog among its categories. */
import type { Request, Response, Router } from 'express';
import type { FrontPage, Section } from '../../../shared/front.ts';
import { hashedBody, sendBody } from '../caching/cached.ts';
import type { Html } from '../pages/html.ts';
import { type FrontSources, latestOf, sectionNamed } from '../pages/front.ts';
import { exactRouter } from '../router.ts';
import type { Syndicated } from './formats.ts';
import { FORMATS, itemOf } from './syndication.ts';

export function frontSyndication(html: Html, { front, kept }: FrontSources): Router {
  const router = exactRouter();
  for (const { name, type, write } of FORMATS) {
    router.get(`/${name}`, (request, response) => send(request, response, null));
    router.get(`/sections/:section/${name}`, async (request, response) =>
      send(request, response, await sectionNamed(front, request.params.section)),
    );

    async function send(request: Request, response: Response, section: Section | null): Promise<void> {
      const page = await front.page(section?.slug ?? '');
      const make = () => hashedBody(type, write(syndicated(html, page, section, name)), latestOf(page));
      sendBody(request, response, await kept.get(request, page, name, make));
    }
  }
  return router;
}

function syndicated(html: Html, page: FrontPage, section: Section | null, name: string): Syndicated {
  const publisher = html.publisher();
  const address = section ? `${publisher.url}/sections/${section.slug}` : `${publisher.url}/`;
  const self = section ? `${address}/${name}` : address + name;
  const heads = new Map(page.blogs.map((head) => [head.blog, head]));
  return {
    ...{ publisher, address, self, first: self, next: null, hub: '', image: publisher.image, removals: [] },
    title: section ? `${section.name} – ${publisher.name}` : publisher.name,
    description: '',
    language: html.language,
    updated: latestOf(page),
    items: page.entries.map((entry) => {
      const { title, language } = heads.get(entry.blog)!;
      const item = itemOf(entry, { publisher, slug: entry.blog, language, say: html.wordsFor(language) });
      return { ...item, categories: [title, ...item.categories] };
    }),
  };
}
