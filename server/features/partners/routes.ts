/** Partners at the desk. A table of routes; the rules stand in partners.ts. */
import * as commands from '../../../shared/partners.ts';
import type { Operations } from '../../http/api/openapi/operations.ts';
import type { Door } from '../../http/door.ts';
import { by, command, signedIn } from '../../http/request.ts';
import type { Commit } from '../../newsroom/commit.ts';
import type { Store } from '../../store/store.ts';
import { addPartner, changePartner, partners, removePartner } from './partners.ts';

export const PARTNER_OPERATIONS: Operations = {
  'GET /partners': {
    summary: 'Whose sites may show which blogs.',
    for: 'desk',
    answers: { 200: 'Partners' },
  },
  'POST /partners': {
    summary: 'Add one.',
    for: 'desk',
    body: commands.addPartner,
    answers: { 201: 'Partner' },
  },
  'PATCH /partners/:id': {
    summary: 'Change one.',
    for: 'desk',
    body: commands.changePartner,
    answers: { 200: 'Partner' },
    problems: ['not-found'],
  },
  'DELETE /partners/:id': {
    summary: 'Remove one.',
    for: 'desk',
    answers: { 204: '' },
    problems: ['not-found'],
  },
};

export function partnerRoutes(door: Door, store: Store, commit: Commit): void {
  door.open.get('/partners', signedIn(store), async (request, response) => {
    response.json({ partners: await partners(store, by(request).actor) });
  });

  door.commands.post('/partners', async (request, response) => {
    response.status(201).json(await addPartner(commit, by(request), command(request, commands.addPartner)));
  });

  door.commands.patch('/partners/:id', async (request, response) => {
    const change = command(request, commands.changePartner);
    response.json(await changePartner(store, commit, by(request), request.params.id, change));
  });

  door.commands.delete('/partners/:id', async (request, response) => {
    await removePartner(commit, by(request), request.params.id);
    response.status(204).end();
  });
}
