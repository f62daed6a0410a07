/** Who did what, for admins: a page of it, newest first. */
import type { Request } from 'express';
import { type Deed, DEEDS } from '../../../shared/audit.ts';
import { LIMITS } from '../../../shared/commands.ts';
import type { Operations } from '../../http/api/openapi/operations.ts';
import type { Door } from '../../http/door.ts';
import { HttpProblem } from '../../http/problem.ts';
import { by, limitFrom, placeFrom, signedIn } from '../../http/request.ts';
import { mustBeAdmin } from '../../newsroom/people.ts';
import type { Store } from '../../store/store.ts';
import { tracesOf } from './traces.ts';

const USUAL = 50;

export const AUDIT_OPERATIONS: Operations = {
  'GET /audit': {
    summary: 'Who did what at the desk, when and from where, newest first. For admins.',
    for: 'desk',
    query: {
      deed: `one of ${DEEDS.join(', ')}`,
      q: 'a part of a name, of what it was done to, or of a network address',
      limit: `how many at most, 1 to 100; ${USUAL} if not said`,
      before: 'the cursor `older` of the page before',
    },
    answers: { 200: 'Traces' },
    problems: ['bad-request', 'not-allowed'],
  },
};

export function auditRoutes({ open }: Door, store: Store): void {
  open.get('/audit', signedIn(store), async (request, response) => {
    mustBeAdmin(by(request).actor);
    const asked = {
      deed: deedFrom(request),
      search: searchFrom(request),
      before: placeFrom(request),
      limit: limitFrom(request, USUAL),
    };
    response.json(await tracesOf(store, asked));
  });
}

function deedFrom({ query: { deed } }: Request): Deed | undefined {
  const known = DEEDS.find((each) => each === deed);
  if (known || deed === undefined) return known;
  throw new HttpProblem(400, `"deed" must be one of ${DEEDS.join(', ')}.`);
}

function searchFrom({ query: { q = '' } }: Request): string {
  if (typeof q === 'string' && q.length <= LIMITS.search) return q.toWellFormed().replaceAll('\0', '').trim();
  throw new HttpProblem(400, `"q" must be at most ${LIMITS.search} characters.`);
}
