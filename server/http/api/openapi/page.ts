/** The description of the API for people: every operation, what it takes, the limits, the HTML that is kept. */
import { LIMITS } from '../../../../shared/commands.ts';
import { WRITTEN } from '../../../../shared/html/elements.ts';
import { type Markup, markup } from '../../../../shared/markup.ts';
import type { RouteAt } from '../methods.ts';
import type { Operation, Operations } from './operations.ts';

const WHO = { all: 'everybody', desk: 'a token, or the desk', 'own pages': 'this service’s own pages' };

export function apiPage(routes: RouteAt[], operations: Operations): Markup {
  const named = routes.flatMap(({ path, methods }) =>
    methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`),
  );
  return markup`<p>Everything is below <code>/api/v1</code>. For programs: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).
What goes wrong is said as <a href="/api/v1/problems">problem+json</a>.</p>
<h2>Operations</h2>
${named.map((name) => operation(name, operations[name]))}
<h2>Limits of texts and lists</h2>
<table><thead><tr><th>what</th><th>most</th></tr></thead><tbody>
${Object.entries(LIMITS).map(([name, most]) => markup`<tr><td><code>${name}</code></td><td>${most}</td></tr>\n`)}</tbody></table>
<h2>HTML that is kept</h2>
<p>In <code>html</code> and <code>standfirst</code>; the rest of the text stays, without its markup.</p>
<ul>
${Object.entries(WRITTEN).map(([name, its]) => markup`<li><code>${name}</code>${[...its].map((attribute) => markup` <code>${attribute}</code>`)}</li>\n`)}</ul>`;
}

function operation(name: string, described: Operation | undefined): Markup {
  const { summary = '', for: whom = 'all', query = {}, body } = described ?? {};
  const fields = body && 'entries' in body ? Object.keys(body.entries as object) : [];
  return markup`<h3><code>${name}</code></h3>
<p>${summary} For ${WHO[whom]}.</p>
${list(
  'Query',
  Object.entries(query).map(([field, meaning]) => markup`<code>${field}</code>: ${meaning}`),
)}${list(
    'Body',
    fields.map((field) => markup`<code>${field}</code>`),
  )}`;
}

const list = (title: string, items: Markup[]): Markup =>
  markup`${items.length > 0 && markup`<p>${title}:</p><ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>\n`}`;
