/** Where the API describes itself. */
import type { Router } from 'express';
import { exactRouter } from '../../router.ts';
import { sendDocumentation } from '../explained.ts';
import { routesOf } from '../methods.ts';
import { openApi } from './document.ts';
import type { Operations } from './operations.ts';
import { apiPage } from './page.ts';

/** `others` are the routers of the API beside this one, `operations` what they are for; `url` is where the service is found. */
export function openApiRoutes(others: Router[], operations: Operations, url: () => string): Router {
  const router = exactRouter();
  const routes = () => routesOf([...others, router]);
  router.get('/openapi.json', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=3600').json(openApi(routes(), operations, url()));
  });
  router.get('/', (_request, response) =>
    sendDocumentation(response, 'Dateline’s API', apiPage(routes(), operations)),
  );
  return router;
}
