/** What whoever says `npm start` is told where machine or network don't give what it takes; and that it works then. */
import { execFileSync } from 'node:child_process';
import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { newFolder } from '../support/service.ts';
import { newMachine, NODE, type Said, type Start } from './setup/machine.ts';
import { broken, changed, cut, portal, silent, status, stuck } from './setup/registry.ts';

// Some of these start npm twenty times.
vi.setConfig({ testTimeout: 120_000 });

const PINNED = 'scripts/setup/pinned/node_modules';
const serves = { code: 0, stdout: 'It serves.\n' };
const refuses = (why: string) => ({
  code: 1,
  stdout: '',
  stderr: `Dateline isn't set up: ${why}. Try again once that is mended.\n`,
});

/** Without the lines that say what is being done. */
const complaint = ({ stderr, ...said }: Said): Said => ({
  ...said,
  stderr: stderr.replace(/^(Bringing|Installing|Installed) .*\n/gm, ''),
});

const complaintOf = async ({ ended }: Start): Promise<Said> => complaint(await ended);

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();

test('what the registry does is told in one line and leaves no trace; the next try works', async () => {
  const { registry, clone, start } = await newMachine();
  const folder = await clone();
  const before = await filesIn(folder);
  const where = `the registry ${registry.url}`;
  const checksum = `what came from ${where} has another checksum than the lockfile says: cut short, or changed on its way`;
  const faults = [
    [/./, status(503), `${where} answers 503`],
    [/./, status(403), `${where} answers 403`],
    [/./, status(401), `${where} wants a sign-in (see \`npm login\`)`],
    [/./, silent, `${where} does not answer`],
    [/./, portal, `what answers for ${where} is no registry: perhaps a network where one signs in first`],
    [/npm.*tgz/, silent, `${where} does not answer`],
    [/npm.*tgz/, stuck, `${where} does not answer`],
    [/npm.*tgz/, broken, `${where} can't be reached (ECONNRESET)`],
    [/npm.*tgz/, cut, checksum],
    [/npm.*tgz/, changed, checksum],
    [/npm.*tgz/, portal, checksum],
    [/node.*tgz/, cut, `npm left out node_modules/${NODE}: ${where} did not give it, or not whole`],
  ] as const;
  for (const [paths, answer, why] of faults) {
    registry.worsen(paths, answer);
    // Only what never comes is not waited for.
    const patience = why.endsWith('does not answer') ? { npm_config_fetch_timeout: '500' } : {};
    const HOME = await newFolder(); // no cache
    expect(await complaintOf(start(folder, { HOME, ...patience }))).toEqual(refuses(why));
    expect(await filesIn(folder)).toEqual(before);
  }
  registry.mend();
  const nobody = 'http://127.0.0.1:9/';
  expect(await complaintOf(start(folder, { npm_config_registry: nobody }))).toEqual(
    refuses(`the registry ${nobody} can't be reached (ECONNREFUSED)`),
  );
  expect(await complaintOf(start(folder, { http_proxy: 'http://me:secret@127.0.0.1:9/' }))).toEqual(
    refuses(`${where} through the proxy http://127.0.0.1:9/ can't be reached (ECONNREFUSED)`),
  );
  registry.worsen(/words.*tgz/, cut);
  expect(await complaintOf(start(folder))).toEqual(refuses(checksum));
  registry.mend();
  expect(await start(folder).ended).toMatchObject(serves);
});

test('whatever npm is told by its surroundings, what serving needs is installed', async () => {
  const { clone, start } = await newMachine();
  const told = { NODE_ENV: 'production', npm_config_omit: 'optional', npm_config_dry_run: 'true' };
  expect(await start(await clone(), { ...told, HOME: undefined }).ended).toMatchObject(serves);
  expect(await complaintOf(start(await clone(), { npm_config_cache: '/dev/null/cache' }))).toEqual({
    ...serves,
    stderr: "npm's cache /dev/null/cache can't be written: going without it.\n".repeat(2),
  });
});

test('a folder that can’t be written is named, and works once it can be', async () => {
  const { clone, start } = await newMachine();
  const folder = await clone();
  const readOnly = 'mount --bind . . && mount -o remount,bind,ro . && cd "$PWD" && exec "$@"';
  expect(await complaintOf(start(folder, {}, readOnly))).toEqual(
    refuses("node_modules can't be written (EROFS)"),
  );
  expect(await start(folder).ended).toMatchObject(serves);
});

test.each([PINNED, 'node_modules'])(
  'a full disk under %s is told of; with room there it works',
  async (path) => {
    const { clone, start } = await newMachine();
    const among = `mkdir -p ${path} && mount -t tmpfs -o size=8k full ${path}
    "$@"; echo "$?, left there: $(find ${path} -type f)"; mount -o remount,size=9m ${path}; exec "$@"`;
    const { stderr, ...rest } = await complaintOf(start(await clone(), {}, among));
    expect(stderr).toMatch(
      /^Dateline isn't set up: the disk is full[^\n]*\. Try again once that is mended\.\n$/,
    );
    expect(rest).toEqual({ ...serves, stdout: `1, left there: \n${serves.stdout}` });
  },
);

test.each([/npm.*tgz/, /words.*tgz/])('killed in the middle of %s, it begins again', async (paths) => {
  const { registry, clone, start } = await newMachine();
  const folder = await clone();
  for (const killAll of [true, false]) {
    const asked = registry.hold(paths);
    const { child, ended } = start(folder);
    const letGo = await asked;
    const [setup] = childrenOf(child.pid!);
    // With the one that waits for it gone, npm goes on writing.
    process.kill(killAll ? -child.pid! : setup!, 'SIGKILL');
    registry.mend();
    letGo();
    await ended;
  }
  expect(await start(folder).ended).toMatchObject(serves);
  expect((await filesIn(folder)).filter((file) => file.includes('.setup'))).toEqual([]);
});

test('a Node that was cut short is fetched again, and without network that is told', async () => {
  const { registry, clone, start } = await newMachine();
  const folder = await clone();
  await start(folder).ended;
  await truncate(join(folder, PINNED, NODE, 'bin/node'), 9);
  const away = { npm_config_registry: 'http://127.0.0.1:9/', HOME: await newFolder() };
  expect(await complaintOf(start(folder, away))).toEqual(
    refuses("the registry http://127.0.0.1:9/ can't be reached (ECONNREFUSED)"),
  );
  expect(await start(folder).ended).toMatchObject(serves);
  registry.worsen(/./, status(503));
  expect(await start(folder).ended).toEqual({ ...serves, stderr: '' });
});

const childrenOf = (pid: number): number[] =>
  execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)])
    .toString()
    .split('\n')
    .filter(Boolean)
    .map(Number);
