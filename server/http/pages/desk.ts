/** The desk's page: one for every address below /desk, whose script knows what to show there. */
import { readFile } from 'node:fs/promises';
import type { Router } from 'express';
import { NotFound } from '../../newsroom/errors.ts';
import { exactRouter } from '../router.ts';
import { type Headers, setHeaders } from '../security.ts';

const PAGE = new URL('../../../client/dist/browser/desk/index.html', import.meta.url);

export function deskPage(headers: Headers): Router {
  const router = exactRouter();
  const page = readFile(PAGE);
  page.catch(() => {});
  router.get('/desk{/*anywhere}', async (_request, response) => {
    const html = await page.catch(() => {
      throw new NotFound('The desk has not been built.');
    });
    setHeaders(response, headers);
    response.set('Cache-Control', 'no-store').type('html').send(html);
  });
  return router;
}
