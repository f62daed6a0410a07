/** Who works here and as whom: people, invitations, bylines. A table of routes; the rules stand in the newsroom. */
import type { Router } from 'express';
import * as commands from '../../shared/people.ts';
import { addByline, bylines, changeByline, removeByline } from '../newsroom/bylines.ts';
import type { Commit } from '../newsroom/commit.ts';
import { invite, invitePassword, openInvitations, removeInvitation } from '../newsroom/invitations.ts';
import type { Staff } from '../newsroom/staff.ts';
import type { Store } from '../store/store.ts';
import { exactRouter } from './router.ts';
import { by, command, signedIn } from './request.ts';

/** `writes` are the routes that ask for somebody signed in already; `url` is where the service is found. */
export function peopleRoutes(
  store: Store,
  commit: Commit,
  staff: Staff,
  writes: Router,
  url: () => string,
): Router {
  const router = exactRouter();

  router.get('/people', signedIn(store), async (request, response) => {
    const { actor } = by(request);
    const people = await staff.people(actor);
    response.json({ people, ...(await openInvitations(store, actor)) });
  });

  writes.post('/invitations', async (request, response) => {
    const { path, ...made } = await invite(
      store,
      commit,
      by(request).actor,
      command(request, commands.invite),
    );
    response.status(201).json({ ...made, link: url() + path });
  });

  writes.delete('/invitations/:id', async (request, response) => {
    await removeInvitation(commit, by(request).actor, request.params.id);
    response.status(204).end();
  });

  writes.patch('/people/:id', async (request, response) => {
    const change = command(request, commands.changePerson);
    response.json(await staff.changePerson(by(request).actor, request.params.id, change));
  });

  writes.post('/people/:id/password-link', async (request, response) => {
    const { path, expiresAt } = await invitePassword(commit, by(request).actor, request.params.id);
    response.status(201).json({ link: url() + path, expiresAt });
  });

  router.get('/bylines', signedIn(store), async (_request, response) => {
    response.json({ bylines: await bylines(store) });
  });

  writes.post('/bylines', async (request, response) => {
    response.status(201).json(await addByline(commit, by(request), command(request, commands.byline)));
  });

  writes.patch('/bylines/:id', async (request, response) => {
    const change = command(request, commands.byline);
    response.json(await changeByline(commit, by(request), request.params.id, change));
  });

  writes.delete('/bylines/:id', async (request, response) => {
    await removeByline(commit, by(request), request.params.id);
    response.status(204).end();
  });

  return router;
}
