/** How people come to the desk: by one-time links. */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commitTo } from '../../server/newsroom/commit.ts';
import { invite, inviteFirstAdmin } from '../../server/features/people/invitations.ts';
import { SYSTEM } from '../../server/newsroom/people.ts';
import { hire, invitationBy, isSignedIn, Person, tokenIn } from '../support/staff.ts';
import { newFolder, startService } from '../support/service.ts';

describe('the first admin', () => {
  test('joins by a link that works once, and not beside an admin who is there already', async () => {
    const service = await startService();
    const dead = (await inviteFirstAdmin(service.store))!;
    const { path } = (await inviteFirstAdmin(service.store))!;
    const ada = new Person(service);
    expect((await ada.send('GET', `/invitations/${tokenIn(dead.path)}`)).status).toBe(404);
    expect((await ada.send('GET', `/invitations/${tokenIn(path)}`)).body).toEqual({
      kind: 'join',
      email: '',
      grant: { role: 'admin', blog: null },
    });
    const unnamed = await ada.accept(path, {});
    expect(unnamed.status).toBe(422);
    expect(unnamed.body.errors).toEqual([
      { field: 'name', detail: 'is missing' },
      { field: 'email', detail: 'is missing' },
    ]);
    expect((await ada.accept(path, { name: 'Ada', email: 'a@b.org', password: 'short' })).status).toBe(422);

    const joined = await ada.accept(path, { name: 'Ada', email: 'Ada@Example.org' });
    expect(joined.status).toBe(201);
    expect(joined.body).toMatchObject({ email: 'ada@example.org', grants: [{ role: 'admin', blog: null }] });
    expect(await isSignedIn(ada)).toBe(true);
    expect((await new Person(service).accept(path, { name: 'Eve', email: 'e@b.org' })).status).toBe(404);
    expect(await inviteFirstAdmin(service.store)).toBeUndefined();
  });

  test('does not join by an old link once somebody else is admin', async () => {
    const service = await startService();
    const { path } = (await inviteFirstAdmin(service.store))!;
    await hire(service, 'admin');
    expect((await new Person(service).accept(path, { name: 'Eve', email: 'e@b.org' })).status).toBe(404);
  });

  test('gets exactly one link from a start with several processes, and a new one from the next', async () => {
    const env = { DATA_DIR: await newFolder(), WORKERS: '2' };
    const links: string[] = [];
    for (let n = 0; n < 2; n += 1) {
      const { said, stop } = await startMain(env);
      const found = [...said.matchAll(/(http:\S+)\/desk\/join\/(\S+)/g)];
      expect(found.length).toBe(1);
      const [, url, token] = found[0]!;
      expect((await fetch(`${url}/api/v1/invitations/${token}`)).status).toBe(200);
      for (const old of links) expect((await fetch(`${url}/api/v1/invitations/${old}`)).status).toBe(404);
      links.push(token!);
      await stop();
    }
    expect(links[0]).not.toBe(links[1]);
  }, 60_000);
});

describe('an invitation', () => {
  test('leads to an account with its role: join, sign out, sign in; and works once', async () => {
    const service = await startService();
    const admin = await hire(service, 'admin');
    await (await service.desk()).createBlog({ slug: 'flood', title: 'The river rises' });
    const made = await invitationBy(admin, 'Bea@Example.org', 'contributor', 'flood');
    expect(made.status).toBe(201);
    const { link, ...invitation } = made.body;
    expect(link).toMatch(new RegExp(`^${service.url}/desk/join/[\\w-]{43}$`));
    const grant = { role: 'contributor', blog: 'flood' };
    expect(invitation).toMatchObject({
      email: 'bea@example.org',
      grant,
      by: expect.stringContaining('admin'),
    });
    expect(Date.parse(invitation.expiresAt) - Date.parse(invitation.createdAt)).toBe(72 * 60 * 60_000);
    const listed = await admin.send('GET', '/people');
    expect(listed.body.invitations).toEqual([invitation]);

    const bea = new Person(service);
    const offer = await bea.send('GET', `/invitations/${tokenIn(link)}`);
    expect(offer.body).toEqual({ kind: 'join', email: 'bea@example.org', grant });
    const [first, second] = await Promise.all([
      bea.accept(link, { name: 'Bea', email: 'somebody@else.org' }),
      new Person(service).accept(link, { name: 'Eve' }),
    ]);
    expect([first.status, second.status].sort()).toEqual([201, 404]);
    expect((await admin.send('GET', '/people')).body.invitations).toEqual([]);

    expect((await bea.signIn('BEA@example.org')).body).toMatchObject({
      email: 'bea@example.org',
      grants: [grant],
    });
    expect((await bea.send('DELETE', '/session')).status).toBe(204);
    expect(await isSignedIn(bea)).toBe(false);
    expect((await bea.signIn('bea@example.org')).status).toBe(200);
  });

  test('of the same person again takes the place of the first; of somebody who is here it is refused', async () => {
    const service = await startService();
    const admin = await hire(service, 'admin');
    const first = await invitationBy(admin, 'bea@example.org');
    const second = await invitationBy(admin, 'bea@example.org', 'admin');
    const bea = new Person(service);
    expect((await bea.accept(first.body.link, { name: 'Bea' })).status).toBe(404);
    expect((await bea.accept(second.body.link, { name: 'Bea' })).status).toBe(201);
    const again = await invitationBy(admin, 'bea@example.org');
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ errors: [{ field: 'email', detail: 'is taken' }] });
  });

  test('can be taken back, expires, and names a blog that is there', async () => {
    const service = await startService();
    const admin = await hire(service, 'admin');
    const { body } = await invitationBy(admin, 'bea@example.org');
    expect((await admin.send('DELETE', `/invitations/${body.id}`)).status).toBe(204);
    expect((await admin.send('DELETE', `/invitations/${body.id}`)).status).toBe(404);
    expect((await new Person(service).accept(body.link, { name: 'Bea' })).status).toBe(404);

    const { path, id } = await invite(service.store, commitTo(service.store), SYSTEM, {
      email: 'old@example.org',
      grant: { role: 'editor', blog: null },
    });
    const hash = createHash('sha256').update(tokenIn(path)).digest('hex');
    const row = (await service.store.accounts.invitation(hash, new Date().toISOString()))!;
    await service.store.transaction(({ accounts }) =>
      accounts.putInvitation({ ...row, expires_at: new Date().toISOString() }),
    );
    expect((await new Person(service).accept(path, { name: 'Old' })).status).toBe(404);
    expect((await admin.send('GET', '/people')).body.invitations).not.toContainEqual(
      expect.objectContaining({ id }),
    );

    for (const [role, blog] of [
      ['editor', 'nowhere'],
      ['admin', 'nowhere'],
      ['king', null],
    ] as const) {
      expect((await invitationBy(admin, 'bea@example.org', role, blog)).status).toBe(422);
    }
  });

  test('is printed by the command line, too', async () => {
    const service = await startService();
    await (await service.desk()).createBlog({ slug: 'flood', title: 'The river rises' });
    const say = async (...args: string[]) =>
      (
        await promisify(execFile)(process.execPath, ['scripts/dateline.ts', 'account', ...args], {
          env: { DATA_DIR: service.config.DATA_DIR, PUBLIC_URL: 'https://live.example.org' },
        })
      ).stdout;
    const bea = new Person(service);
    const link = (await say('add', 'bea@example.org', '--role', 'contributor', '--blog', 'flood')).trim();
    expect(link).toMatch(/^https:\/\/live\.example\.org\/desk\/join\/[\w-]{43}$/);
    expect((await bea.accept(link, { name: 'Bea' })).body).toMatchObject({
      grants: [{ role: 'contributor', blog: 'flood' }],
    });
    const renewal = (await say('password', 'bea@example.org')).trim();
    expect((await bea.accept(renewal, { password: 'another battery' })).status).toBe(201);
    await expect(say('add', 'bea@example.org')).rejects.toThrow(
      'There is an account for bea@example.org already',
    );
    await expect(say('add', 'cy@example.org', '--blog', 'nowhere')).rejects.toThrow('nowhere');
    await expect(say('add', 'nobody')).rejects.toThrow('email must be an e-mail address');
  }, 60_000);
});

/** `server/main.ts` as its own process, and all that it says until it serves. */
async function startMain(env: Record<string, string>) {
  const child = spawn(process.execPath, ['server/main.ts'], {
    env: { PORT: '0', LOG_LEVEL: 'silent', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  await expect.poll(() => said, { timeout: 25_000 }).toContain('Health');
  return {
    said,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}
