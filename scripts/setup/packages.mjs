// What package-lock.json asks for, installed where it is missing or stale.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { arch, platform, report } from 'node:process';
import { installInto } from './npm.mjs';
import { pinnedNpm } from './pinned.mjs';

const LIBC = report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';

/** @typedef {'serving' | 'everything'} Extent `serving`: what serving and building need; `everything`: tests and linters, too */

/** More than was asked for is fine. @param {Extent} extent */
export function areInstalled(extent) {
  const held = packagesIn('node_modules/.package-lock.json');
  const wanted = packagesIn('package-lock.json');
  return needed(extent).every((path) => held[path]?.version === wanted[path].version && existsSync(path));
}

const needed = (extent) =>
  Object.entries(packagesIn('package-lock.json')).flatMap(([path, entry]) =>
    isNeeded(path, entry, extent) ? [path] : [],
  );

/** Where tests ran before, it is everything that is kept up. @param {Extent} asked */
export function install(asked) {
  const isServing = asked === 'serving' && !hasEverything();
  console.error(
    isServing
      ? 'Installing the packages that serving and building need (once)…'
      : 'Installing the packages, those of tests and checks among them (once)…',
  );
  const started = Date.now();
  installInto(pinnedNpm(), {
    folder: '.',
    needed: needed(isServing ? 'serving' : 'everything'),
    options: [isServing ? '--omit=dev' : '--include=dev'],
    finish: (staged) => isServing && leaveOutOptionalPeers(staged),
  });
  const { count, bytes } = measure('node_modules');
  const seconds = Math.round((Date.now() - started) / 1000);
  console.error(`Installed ${count} packages, ${Math.round(bytes / 2 ** 20)} MB, in ${seconds} s.`);
}

const hasEverything = () =>
  Object.entries(packagesIn('node_modules/.package-lock.json')).some(
    ([path, { dev }]) => dev && existsSync(path),
  );

/** npm also brings what a package only takes where it is there anyway, such as a compiler for its types. */
function leaveOutOptionalPeers(staged) {
  for (const [path, entry] of Object.entries(packagesIn('package-lock.json'))) {
    if (entry.devOptional && !entry.cpu) rmSync(join(staged, '..', path), { recursive: true, force: true });
  }
}

/** Native parts are optional to npm, and left out by one on an old Node; where they fit this machine they must be there. */
function isNeeded(path, { dev, devOptional, optional, os, cpu, libc }, extent) {
  if (path === '' || (extent === 'serving' && (dev || devOptional))) return false;
  return !optional || (cpu !== undefined && fits(os, platform) && fits(cpu, arch) && fits(libc, LIBC));
}

/** As npm reads it: absent, one or a list, each perhaps with a `!`. */
function fits(allowed, mine) {
  if (allowed === undefined) return true;
  const list = [allowed].flat();
  return list.includes(mine) || (list.every((one) => one.startsWith('!')) && !list.includes(`!${mine}`));
}

function packagesIn(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages ?? {};
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return {};
    throw error;
  }
}

function measure(folder) {
  let [count, bytes] = [0, 0];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const inner = measure(path);
      count += inner.count;
      bytes += inner.bytes;
    } else if (entry.isFile()) bytes += statSync(path).size;
  }
  const isPackage =
    /node_modules\/(@[^/]+\/)?[^/.@][^/]*$/.test(folder) && existsSync(join(folder, 'package.json'));
  return { count: count + (isPackage ? 1 : 0), bytes };
}
