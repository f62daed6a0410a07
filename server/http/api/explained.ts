/** What a problem's `type` leads to: the kinds of problem, for whoever programs against the API. */
import type { Response, Router } from 'express';
import { type Markup, markup } from '../../../shared/markup.ts';
import { NotFound } from '../../newsroom/errors.ts';
import { exactRouter } from '../router.ts';
import { type Kind, PROBLEMS } from '../problems.ts';

const A_DAY = 'public, max-age=86400';

export function explainedRoutes(): Router {
  const router = exactRouter();
  router.get('/problems', (_request, response) => {
    sendDocumentation(
      response,
      'Problems',
      markup`<dl>${(Object.keys(PROBLEMS) as Kind[]).map(explained)}</dl>`,
    );
  });
  router.get('/problems/:kind', (request, response) => {
    const { kind } = request.params;
    if (!isKind(kind)) throw new NotFound(`There is no kind of problem "${kind}".`);
    sendDocumentation(
      response,
      PROBLEMS[kind].title,
      markup`<dl>${explained(kind)}</dl>
<p><a href="/api/v1/problems">All kinds of problem</a> · <a href="/api/v1/">The API</a></p>`,
    );
  });
  return router;
}

const isKind = (kind: string): kind is Kind => Object.hasOwn(PROBLEMS, kind);

function explained(kind: Kind): Markup {
  const { status, title, when } = PROBLEMS[kind];
  return markup`<dt id="${kind}"><strong>${status} ${title}</strong> (${kind})</dt><dd>${inCode(when)}</dd>\n`;
}

/** What stands between backticks is code. */
const inCode = (text: string): Markup =>
  markup`${text.split('`').map((part, n) => (n % 2 ? markup`<code>${part}</code>` : markup`${part}`))}`;

/** A page of documentation: plain HTML, in the browser's own style. */
export function sendDocumentation(response: Response, title: string, body: Markup): void {
  const page = markup`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title>
<main><h1>${title}</h1>
${body}</main></html>
`;
  response.set('Cache-Control', A_DAY).type('html').send(page.text);
}
