/** Who works here and as whom: people, invitations, bylines. A table of routes; the rules stand in the newsroom. */
import * as commands from '../../../shared/people.ts';
import { addByline, bylines, changeByline, removeByline } from './bylines.ts';
import { invite, invitePassword, openInvitations, removeInvitation } from './invitations.ts';
import type { Staff } from './staff.ts';
import type { House } from '../feature.ts';
import type { Operations } from '../../http/api/openapi/operations.ts';
import type { Door } from '../../http/door.ts';
import { by, command, signedIn } from '../../http/request.ts';

export const PEOPLE_OPERATIONS: Operations = {
  'GET /people': {
    summary: 'Who works here, and open invitations.',
    for: 'desk',
    answers: { 200: 'People' },
  },
  'PATCH /people/:id': {
    summary: 'What somebody may do.',
    for: 'desk',
    body: commands.changePerson,
    answers: { 200: 'Person' },
    problems: ['not-found'],
  },
  'POST /people/:id/password-link': {
    summary: 'A one-time link for a new password.',
    for: 'desk',
    answers: { 201: 'LinkMade' },
    problems: ['not-found'],
  },
  'POST /invitations': {
    summary: 'Invite somebody: a one-time link.',
    for: 'desk',
    body: commands.invite,
    answers: { 201: 'InvitationMade' },
    problems: ['taken'],
  },
  'DELETE /invitations/:id': {
    summary: 'Take an invitation back.',
    for: 'desk',
    answers: { 204: '' },
    problems: ['not-found'],
  },
  'GET /bylines': { summary: 'People and desks to choose from.', for: 'desk', answers: { 200: 'Bylines' } },
  'POST /bylines': { summary: 'Add one.', for: 'desk', body: commands.byline, answers: { 201: 'Byline' } },
  'PATCH /bylines/:id': {
    summary: 'Change one.',
    for: 'desk',
    body: commands.byline,
    answers: { 200: 'Byline' },
    problems: ['not-found'],
  },
  'DELETE /bylines/:id': {
    summary: 'Remove one.',
    for: 'desk',
    answers: { 204: '' },
    problems: ['not-found'],
  },
};

export function peopleRoutes(door: Door, { store, commit, url }: House, staff: Staff): void {
  door.open.get('/people', signedIn(store), async (request, response) => {
    const { actor } = by(request);
    const people = await staff.people(actor);
    response.json({ people, ...(await openInvitations(store, actor)) });
  });

  door.commands.post('/invitations', async (request, response) => {
    const { path, ...made } = await invite(
      store,
      commit,
      by(request).actor,
      command(request, commands.invite),
    );
    response.status(201).json({ ...made, link: url() + path });
  });

  door.commands.delete('/invitations/:id', async (request, response) => {
    await removeInvitation(commit, by(request).actor, request.params.id);
    response.status(204).end();
  });

  door.commands.patch('/people/:id', async (request, response) => {
    const change = command(request, commands.changePerson);
    response.json(await staff.changePerson(by(request).actor, request.params.id, change));
  });

  door.commands.post('/people/:id/password-link', async (request, response) => {
    const { path, expiresAt } = await invitePassword(commit, by(request).actor, request.params.id);
    response.status(201).json({ link: url() + path, expiresAt });
  });

  door.open.get('/bylines', signedIn(store), async (_request, response) => {
    response.json({ bylines: await bylines(store) });
  });

  door.commands.post('/bylines', async (request, response) => {
    response.status(201).json(await addByline(commit, by(request), command(request, commands.byline)));
  });

  door.commands.patch('/bylines/:id', async (request, response) => {
    const change = command(request, commands.byline);
    response.json(await changeByline(commit, by(request), request.params.id, change));
  });

  door.commands.delete('/bylines/:id', async (request, response) => {
    await removeByline(commit, by(request), request.params.id);
    response.status(204).end();
  });
}
