/** The newsroom as an app on a home screen, where iPhones alone allow notifications: its manifest and icons. */
import { fileURLToPath } from 'node:url';
import type { Router } from 'express';
import { directionOf } from '../../../shared/language.ts';
import { hashedBody, sendBody } from '../caching/cached.ts';
import { exactRouter } from '../router.ts';

const FOLDER = fileURLToPath(new URL('../../../client/icons/', import.meta.url));
/** Browsers and systems ask for the first two by these names, whatever a page says. */
const ICONS = [
  'favicon.ico',
  'apple-touch-icon.png',
  'icon-192.png',
  'icon-512.png',
  'icon-maskable-512.png',
];

/** `language` is that of what belongs to no blog (BCP 47). */
export function homeScreenRoutes(name: string, language: string): Router {
  const router = exactRouter();
  const manifest = hashedBody('application/manifest+json; charset=utf-8', manifestOf(name, language));
  router.get('/manifest.webmanifest', (request, response) => sendBody(request, response, manifest));
  for (const icon of ICONS)
    router.get(`/${icon}`, (_request, response) => {
      response.set('Cross-Origin-Resource-Policy', 'cross-origin');
      response.sendFile(icon, { root: FOLDER, maxAge: '1d' });
    });
  return router;
}

/** https://www.w3.org/TR/appmanifest/; the colours are those of styles/tokens.css, by day. */
const manifestOf = (name: string, language: string): string =>
  JSON.stringify({
    id: '/',
    name,
    short_name: name,
    lang: language,
    dir: directionOf(language),
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#fffdf9',
    theme_color: '#fffdf9',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  });
