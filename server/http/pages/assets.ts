/** The built scripts and styles, compressed once and not for each visitor, and the fonts. Names change with content. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import { hashedBody, sendBody } from '../caching/cached.ts';
import { exactRouter } from '../router.ts';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const FOREVER = 'public, max-age=31536000, immutable';

export function assetRoutes(folder: URL): Router {
  const texts = readdirSync(folder).filter((name) => extname(name) in TYPES);
  const bodies = new Map(
    texts.map((name) => [
      name,
      hashedBody(TYPES[extname(name)]!, readFileSync(new URL(name, folder), 'utf8')),
    ]),
  );
  const assets = exactRouter();
  assets.get('/:name', (request, response, next) => {
    const body = bodies.get(request.params.name);
    if (body) sendBody(request, response, body, FOREVER);
    else next();
  });
  return assets.use(express.static(fileURLToPath(folder), { immutable: true, maxAge: '1y', index: false }));
}
