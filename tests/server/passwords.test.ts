/** Which passwords are taken, wherever one is chosen. */
import { describe, expect, test } from 'vitest';
import { hire, invitationBy, PASSWORD, Person } from '../support/staff.ts';
import { startService } from '../support/service.ts';

const WEAK: [password: string, why: RegExp][] = [
  ['aaaaaaaaaaaa', /repeats/],
  [' '.repeat(12), /repeats/],
  ['a'.repeat(256), /repeats/],
  ['passwordpassword', /repeats/],
  ['Password1234', /many people/],
  ['012345678901', /guessed|many people|row/],
  ['qwertyuiop[]', /row|many people/],
  ['ａａａａａａａａａａａａ', /repeats/], // the same letters as another keyboard types them
  ['bea@example.org', /name or e-mail/],
  ['Beatrix Carter', /name or e-mail|word or a name|guessed/],
];

describe('a password that would soon be guessed is refused, and why is said', () => {
  test('by a link to join, which stays good', async () => {
    const service = await startService();
    const { link } = (await invitationBy(await hire(service, 'admin'), 'bea@example.org')).body;
    const bea = new Person(service);
    for (const [password, why] of WEAK) {
      const { status, body } = await bea.accept(link, { name: 'Beatrix Carter', password });
      expect(`${status} ${password}`).toBe(`422 ${password}`);
      expect(body.errors).toEqual([{ field: 'password', detail: expect.stringMatching(why) }]);
    }
    expect((await bea.accept(link, { name: 'Beatrix Carter' })).status).toBe(201);
  });

  test('by a link for a new one, and by a change', async () => {
    const service = await startService();
    const [admin, bea] = [await hire(service, 'admin'), await hire(service, 'editor')];
    const { body } = await admin.send<{ link: string }>('POST', `/people/${bea.id}/password-link`);
    expect((await new Person(service).accept(body.link, { password: bea.email })).status).toBe(422);
    const change = (next: string) => bea.send('PATCH', '/me', { password: { current: PASSWORD, next } });
    const refused = await change('qwertyqwerty');
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([
      { field: 'password.next', detail: expect.stringMatching(/^repeats .*: choose three or four words/) },
    ]);
    expect((await new Person(service).signIn(bea.email)).status).toBe(200);
    expect((await change('another battery')).status).toBe(200);
  });
});

test('words, and characters without an order, are taken in any script', async () => {
  const service = await startService();
  const bea = await hire(service, 'editor');
  let current = PASSWORD;
  for (const next of [
    'quite another horse',
    'xK9#mQ2$vL7p',
    'верба журавель поріг',
    '窓辺の静かな鯨と赤い時計',
  ]) {
    const { status } = await bea.send('PATCH', '/me', { password: { current, next } });
    expect(`${status} ${next}`).toBe(`200 ${next}`);
    current = next;
  }
});

test('looking at one takes long, and keeps nobody waiting', async () => {
  const service = await startService();
  const bea = await hire(service, 'editor');
  const next = '4@8({[</369&#!1/|0$5+7%2'.repeat(10);
  const start = performance.now();
  let isOver = false;
  const changing = bea.send('PATCH', '/me', { password: { current: PASSWORD, next } });
  void changing.finally(() => (isOver = true));
  let longest = 0;
  while (!isOver) {
    const asked = performance.now();
    await fetch(`${service.url}/healthz`);
    longest = Math.max(longest, performance.now() - asked);
  }
  expect((await changing).status).toBe(200);
  expect(longest).toBeLessThan((performance.now() - start) / 2);
});
