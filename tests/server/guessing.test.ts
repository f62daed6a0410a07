/** Guessing passwords is slow, tells nothing, and costs the service little. */
import { expect, test } from 'vitest';
import { Attempts } from '../../server/features/people/attempts.ts';
import { KnownBrowsers } from '../../server/features/people/known.ts';
import { hashPassword, isPassword } from '../../server/features/people/passwords.ts';
import { type Answer, hire, isSignedIn, PASSWORD, Person } from '../support/staff.ts';
import { startService } from '../support/service.ts';

test('never tells whether it was the e-mail or the password, nor does the time it takes', async () => {
  const service = await startService();
  const { email } = await hire(service, 'editor');
  const tries: Record<string, Answer<unknown>[]> = {};
  const times: Record<string, number[]> = {};
  for (let n = 0; n < 5; n += 1) {
    for (const who of [email, 'nobody@example.org']) {
      const start = performance.now();
      (tries[who] ??= []).push(await new Person(service).signIn(who, 'wrong'));
      (times[who] ??= []).push(performance.now() - start);
    }
  }
  const [known, unknown] = Object.values(tries).map((answers) =>
    answers.map(({ status, text }) => [status, text]),
  );
  expect(known).toEqual(unknown);
  expect(known![0]![0]).toBe(401);
  // Each try hashes for some hundredths of a second; without that, an unknown e-mail is refused in one or two
  // thousandths. The fastest try of each says what it costs, however busy the machine is.
  const [ofKnown, ofUnknown] = Object.values(times).map((all) => Math.min(...all));
  console.log(`wrong password ${ofKnown!.toFixed(1)} ms, unknown e-mail ${ofUnknown!.toFixed(1)} ms`);
  expect(ofKnown! / ofUnknown!).toBeLessThan(3);
  expect(ofUnknown! / ofKnown!).toBeLessThan(3);
});

test('one account’s password is refused unheard after five tries, many at once included; its owner waits a moment', async () => {
  const service = await startService();
  const { email } = await hire(service, 'editor');
  const guess = () => new Person(service).signIn(email, 'wrong');
  const answers = await Promise.all(Array.from({ length: 10 }, guess));
  const refused = answers.filter(({ status }) => status === 429);
  // Where the machine is slow, some of them come a second late, when one more is allowed.
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => status === 401).length).toBe(10 - refused.length);
  expect(refused.every(({ headers }) => Number(headers.get('Retry-After')) >= 1)).toBe(true);
  const signIn = async () => (await new Person(service).signIn(email)).status;
  await expect.poll(signIn, { interval: 200, timeout: 10_000 }).toBe(200);
});

test('keeps nobody but the guesser from signing in, wherever else the owner is; from many addresses it gets slow, too', async () => {
  const service = await startService({ TRUST_PROXY: '1' });
  const { email } = await hire(service, 'editor');
  const signIn = async (address: string, password = PASSWORD) => {
    const { status } = await fetch(`${service.url}/api/v1/session`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Sec-Fetch-Site': 'same-origin',
        'X-Forwarded-For': address,
      },
      body: JSON.stringify({ email, password }),
    });
    return status;
  };
  const guesses: number[] = [];
  for (let n = 0; n < 12; n += 1) guesses.push(await signIn('203.0.113.1', 'wrong'));
  expect(guesses).toContain(429);
  expect(await signIn('198.51.100.1')).toBe(200);

  const spread: number[] = [];
  for (let n = 1; n <= 102; n += 1) spread.push(await signIn(`203.0.113.${n + 1}`, 'wrong'));
  expect(spread.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => 401));
  expect(spread.slice(100)).toContain(429);
}, 60_000);

test('from one address is refused after twenty tries in a minute, links included; what succeeds is not counted', async () => {
  const service = await startService();
  const person = await hire(service, 'editor');
  for (let n = 0; n < 3; n += 1) expect((await person.signIn(person.email)).status).toBe(200);
  const statuses: number[] = [];
  for (let n = 0; n < 11; n += 1) {
    statuses.push((await new Person(service).signIn(`nobody${n}@example.org`, 'wrong')).status);
    statuses.push((await new Person(service).accept('unknown', { name: 'Eve' })).status);
  }
  expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 10 }, () => [401, 404]).flat());
  expect(statuses.slice(20)).toEqual([429, 429]);
  expect(await isSignedIn(person)).toBe(true);
});

test('gets slower with every try, up to fifteen minutes; a success and an hour’s rest start it anew', () => {
  let now = 1_000_000;
  const attempts = new Attempts(5, () => now);
  const waits: number[] = [];
  for (let n = 0; n < 18; n += 1) {
    const wait = attempts.begin('a');
    if (wait > 0) waits.push(wait / 1_000);
    now += wait;
    if (wait > 0) expect(attempts.begin('a')).toBe(0);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
  expect(attempts.begin('b')).toBe(0);
  attempts.succeeded('a');
  expect(attempts.begin('a')).toBe(0);
  for (let n = 0; n < 4; n += 1) attempts.begin('a');
  expect(attempts.begin('a')).toBeGreaterThan(0);
  now += 60 * 60_000;
  expect(attempts.begin('a')).toBe(0);
});

test('hashes so many passwords at once and no more; each hash keeps its own cost', async () => {
  const results = await Promise.allSettled(Array.from({ length: 30 }, () => hashPassword(PASSWORD)));
  const hashes = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  expect(hashes.length).toBe(22);
  expect(new Set(hashes).size).toBe(22);
  expect(hashes[0]).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect([await isPassword(PASSWORD, hashes[0]), await isPassword('other', hashes[0])]).toEqual([
    true,
    false,
  ]);
  // A vector of the reference implementation’s own tests.
  const cheap = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
  expect(await isPassword('password', cheap)).toBe(true);
});

/** Signs in from an address, with the cookies of a browser. */
async function signInFrom(
  url: string,
  address: string,
  who: { email: string; password?: string; cookies?: string },
): Promise<{ status: number; cookies: string; wait: number }> {
  const { email, password = PASSWORD, cookies = '' } = who;
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Sec-Fetch-Site': 'same-origin',
      'X-Forwarded-For': address,
      Cookie: cookies,
    },
    body: JSON.stringify({ email, password }),
  });
  const given = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!);
  const wait = Number(response.headers.get('Retry-After') ?? 0);
  return { status: response.status, cookies: given.join('; '), wait };
}

test('a browser in which somebody has signed in before is kept out by no stranger, not even one beside it', async () => {
  const service = await startService({ TRUST_PROXY: '1' });
  const { email, id } = await hire(service, 'editor');
  const { cookies: session } = await signInFrom(service.url, '198.51.100.1', { email });
  const page = await fetch(`${service.url}/desk`, { headers: { Cookie: session } });
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!)[0]!;
  const guess = (n: number) =>
    signInFrom(service.url, n % 2 ? '198.51.100.1' : `203.0.113.${n}`, { email, password: 'wrong' });
  const guesses = [];
  for (let n = 0; n < 20; n += 1) guesses.push((await guess(n)).status);
  expect(guesses).toContain(429);
  expect((await signInFrom(service.url, '198.51.100.1', { email, cookies })).status).toBe(200);
  expect((await signInFrom(service.url, '192.0.2.1', { email, cookies })).status).toBe(200);
  expect((await signInFrom(service.url, '198.51.100.1', { email, cookies: session })).status).toBe(200);
  // It is no way to guess, neither for its owner nor at somebody else, and nobody makes one.
  const own = [];
  for (let n = 0; n < 7; n += 1)
    own.push((await signInFrom(service.url, '192.0.2.1', { email, cookies, password: 'wrong' })).status);
  expect(own.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
  expect(own).toContain(429);
  const known = new KnownBrowsers(service.store);
  const value = cookies.split('=')[1]!;
  expect(await known.nameIn(value, id)).toEqual(expect.any(String));
  const [name, seal, mark] = value.split('.');
  const forged = [`other.${seal}.${mark}`, `${name}.${mark}.${mark}`, `${name}.${seal}`, name, '', '..'];
  for (const each of forged) expect(await known.nameIn(each, id)).toBeUndefined();
  expect(await known.nameIn(value, 'somebody else')).toBeUndefined();
});

test('who is refused makes nobody wait longer', async () => {
  const service = await startService({ TRUST_PROXY: '1' });
  const { email } = await hire(service, 'editor');
  const tryIt = (password?: string) =>
    signInFrom(service.url, '203.0.113.1', { email, ...(password && { password }) });
  for (let n = 0; n < 9; n += 1) await tryIt('wrong');
  await expect.poll(async () => (await tryIt()).status, { interval: 200, timeout: 15_000 }).toBe(200);
});

test('nodes count guesses together, and a restart forgets none', async () => {
  const service = await startService({ TRUST_PROXY: '1' });
  const { email } = await hire(service, 'editor');
  const other = await startService({ TRUST_PROXY: '1', DATA_DIR: service.config.DATA_DIR });
  const statuses = [];
  for (let n = 0; n < 8; n += 1) {
    const { url } = n % 2 ? other : service;
    statuses.push((await signInFrom(url, '203.0.113.1', { email, password: 'wrong' })).status);
  }
  expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
  expect(statuses).toContain(429);
  const after = await startService({ TRUST_PROXY: '1', DATA_DIR: service.config.DATA_DIR });
  const { count } = await after.store.transaction(({ accounts }) =>
    accounts.tries(`${email} from 203.0.113.1`, ''),
  );
  expect(count).toBe(statuses.filter((status) => status === 401).length);
});

test('many networks that guess take turns, and whoever is known comes before them all', async () => {
  const started: string[] = [];
  const sign = (network: string | undefined, name: string) =>
    isPassword('x', undefined, network).then(
      () => started.push(name),
      () => started.push(`${name} refused`),
    );
  const all = Array.from({ length: 12 }, () => sign('greedy', 'greedy'));
  const honest = sign('honest', 'honest');
  const known = sign(undefined, 'known');
  await Promise.all([...all, honest, known]);
  expect(started.filter((name) => name === 'greedy').length).toBe(6);
  const done = started.filter((name) => !name.endsWith('refused'));
  expect(done.indexOf('known')).toBeLessThan(4);
  expect(done.indexOf('honest')).toBeLessThan(6);
});
