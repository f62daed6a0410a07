// npm as a tool: installs what a lockfile names, all or nothing, and says in one line why it couldn't.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { env, pid } from 'node:process';
import { Refusal, reasonOf, registry } from './refusal.mjs';

/** What gets installed is decided here, whatever an .npmrc or the environment says. */
const DECIDED = [
  ...[
    '--ignore-scripts',
    '--include=optional',
    '--include=peer',
    '--install-strategy=hoisted',
    '--bin-links',
  ],
  ...[
    '--package-lock',
    '--no-legacy-peer-deps',
    '--no-strict-peer-deps',
    '--no-engine-strict',
    '--no-global',
  ],
  ...['--no-dry-run', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error', '--no-progress'],
];
/** The same, where no option of the command line says it. */
const UNDECIDED = /^(NODE_ENV|npm_config_(omit|include|only|also|production|dev|optional|cpu|os|libc))$/i;

/** npm's own account of a folder of packages. */
const MARK = '.package-lock.json';
/** Megabytes that an installation may take while the one before is still there. */
const ROOM_MB = 400;

/**
 * How it is fetched (registry, proxy, cache, patience) is the machine's business; a dead registry is told of soon. In
 * milliseconds; npm's own five minutes without a byte, three times over, are a quarter of an hour of silence.
 */
const PATIENCE = {
  npm_config_fetch_timeout: '30000',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_fetch_retry_maxtimeout: '5000',
};

/**
 * Brings `folder/node_modules` to what `folder/package-lock.json` names. It is made aside and moved into place when it is
 * whole: whatever fails or is killed, what was there before still is.
 * @param {string[]} npm the command
 * @param {{ folder: string, needed: string[], options?: string[], finish?: (staged: string) => void }} what
 *   `needed` must be there in the end (paths as in the lockfile), `finish` sees it before it is moved
 */
export function installInto(npm, { folder, needed, options = [], finish = () => {} }) {
  const place = join(folder, 'node_modules');
  const staging = join(place, `.setup-${pid}`);
  clean(place);
  try {
    mkdirSync(staging);
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
      if (existsSync(join(folder, file))) copyFileSync(join(folder, file), join(staging, file));
    }
    runNpm(npm, ['ci', ...DECIDED, ...options, ...cacheOption(staging)], staging);
    const staged = join(staging, 'node_modules');
    mustBeWhole(staged, needed);
    finish(staged);
    moveInto(place, staged, join(staging, 'old'));
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** What an installation that was killed has left. Its npm may still be writing there: then the next one clears it. */
function clean(place) {
  mkdirSync(place, { recursive: true });
  for (const name of readdirSync(place).filter((each) => each.startsWith('.setup-'))) {
    try {
      rmSync(join(place, name), { recursive: true, force: true });
    } catch {
      continue;
    }
  }
}

/** npm's own lockfile goes first and comes last: without it nothing counts as installed. */
function moveInto(place, staged, old) {
  rmSync(join(place, MARK), { force: true });
  mkdirSync(old);
  for (const name of readdirSync(place)) {
    if (!name.startsWith('.setup')) renameSync(join(place, name), join(old, name));
  }
  for (const name of readdirSync(staged)) {
    if (name !== MARK) renameSync(join(staged, name), join(place, name));
  }
  renameSync(join(staged, MARK), join(place, MARK));
}

function runNpm([command, ...first], args, cwd) {
  const kept = Object.entries(env).filter(([name]) => !UNDECIDED.test(name));
  const { status, signal, stderr, error } = spawnSync(command, [...first, ...args], {
    cwd,
    env: { ...PATIENCE, ...Object.fromEntries(kept) },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (error?.code === 'ENOENT')
    throw new Refusal('there is no npm here. It comes with Node: https://nodejs.org/');
  if (signal) throw new Refusal(`npm was ended by ${signal}`);
  if (status !== 0) throw new Refusal(reasonOf(stderr));
}

/** npm ends well without an optional package that it couldn't fetch or unpack, and without its lockfile on a full disk. */
function mustBeWhole(staged, needed) {
  const missing = [`node_modules/${MARK}`, ...needed].find((path) => !existsSync(join(staged, '..', path)));
  if (missing === undefined) return;
  const { bavail, bsize } = statfsSync(staged);
  const free = Math.round((bavail * bsize) / 2 ** 20);
  if (free < ROOM_MB) throw new Refusal(`the disk is full (${free} MB are free; it takes ${ROOM_MB})`);
  throw new Refusal(`npm left out ${missing}: the registry ${registry()} did not give it, or not whole`);
}

/** A cache that can't be written (somebody else's, no home) would end npm; it does without, then. */
function cacheOption(staging) {
  const cache = env.npm_config_cache ?? join(homedir(), '.npm');
  try {
    mkdirSync(join(cache, '_cacache', 'tmp'), { recursive: true });
    const probe = join(cache, '_cacache', 'tmp', `dateline-${pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
    return [];
  } catch {
    console.error(`npm's cache ${cache} can't be written: going without it.`);
    return [`--cache=${resolve(staging, 'cache')}`];
  }
}
