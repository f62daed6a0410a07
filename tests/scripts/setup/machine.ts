/** A machine where nothing is set up yet, and clones on it: with small packages in place of hundreds of megabytes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { arch, execPath, getuid } from 'node:process';
import { newFolder } from '../../support/service.ts';
import { pack, type Package, type Registry, startRegistry } from './registry.ts';

const NPM = resolve('scripts/setup/pinned/node_modules/npm/bin/npm-cli.js');
export const NODE = `node-linux-${arch}`;

export interface Said {
  /** Null where a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Start {
  child: ChildProcess;
  ended: Promise<Said>;
}

export interface Machine {
  registry: Registry;
  /** A fresh clone; its folder. */
  clone(): Promise<string>;
  /** Starts what says "It serves." `among`: a shell's words that run it, `"$@"`, among mounts that go with it. */
  start(folder: string, env?: Record<string, string | undefined>, among?: string): Start;
}

/** The pinned pair of its clones hands on to the Node and the npm that are really pinned. */
export async function newMachine(): Promise<Machine> {
  const HOME = await newFolder();
  const node = await pack(NODE, { 'bin/node': `#!/bin/sh\nexec "${execPath}" "$@"\n` });
  const npm = await pack('npm', { 'bin/npm-cli.js': `require(${JSON.stringify(NPM)});\n` });
  const words = await pack('words', { 'index.js': `module.exports = 'It serves.';\n` });
  const registry = await startRegistry([node, npm, words]);
  const person = { PATH: '/usr/bin:/bin', HOME, npm_node_execpath: execPath, npm_execpath: NPM };
  // A failure is one at once: how often npm tries again is npm's own.
  const network = { npm_config_registry: registry.url, npm_config_fetch_retries: '0' };
  return {
    registry,
    async clone() {
      const folder = await newFolder();
      const pinned = join(folder, 'scripts/setup/pinned');
      await cp('scripts', join(folder, 'scripts'), { recursive: true, filter: isOfSetup });
      await writeLock(pinned, { dependencies: [npm], optionalDependencies: [node] });
      await writeLock(folder, { dependencies: [words] });
      return folder;
    },
    start(cwd, env = {}, among) {
      const command = ['sh', 'scripts/run.sh', 'serving', `exec node -p "require('words')"`];
      const [first = '', ...args] = among ? [...unshared(among), ...command] : command;
      const child = spawn(first, args, { cwd, env: { ...person, ...network, ...env }, detached: true });
      return { child, ended: listen(child) };
    },
  };
}

const isOfSetup = (path: string): boolean =>
  /^scripts(\/(run\.sh|setup\.mjs|setup(\/([a-z]+\.mjs|pinned(\/\.npmrc)?))?))?$/.test(path);

/** package.json and package-lock.json, as npm writes them. */
async function writeLock(folder: string, lists: Record<string, Package[]>): Promise<void> {
  const manifest = {
    name: 'clone',
    ...Object.fromEntries(
      Object.entries(lists).map(([list, packages]) => [
        list,
        Object.fromEntries(packages.map(({ name, version }) => [name, version])),
      ]),
    ),
  };
  const locked = Object.entries(lists).flatMap(([list, packages]) =>
    packages.map(({ name, version, integrity }) => [
      `node_modules/${name}`,
      { version, integrity, ...(list === 'optionalDependencies' && { optional: true, cpu: arch }) },
    ]),
  );
  const packages = { '': manifest, ...Object.fromEntries(locked) };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(
    join(folder, 'package-lock.json'),
    JSON.stringify({ name: 'clone', lockfileVersion: 3, packages }),
  );
}

/** Mounts of its own need root, or a namespace in which anybody is. */
function unshared(words: string): string[] {
  const whose = getuid!() === 0 ? [] : ['--map-root-user'];
  return ['unshare', ...whose, '--mount', 'sh', '-c', words, 'sh'];
}

async function listen(child: ChildProcess): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  child.stdout!.on('data', (data: Buffer) => (said.stdout += data.toString()));
  child.stderr!.on('data', (data: Buffer) => (said.stderr += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}
