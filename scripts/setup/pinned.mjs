// The pinned pair: the Node and the npm that do everything else. What a machine has only brings these two.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { arch, env, execPath, platform, report, version } from 'node:process';
import { installInto } from './npm.mjs';
import { Refusal } from './refusal.mjs';

const FOLDER = 'scripts/setup/pinned';
const PACKAGES = `${FOLDER}/node_modules`;
const NPM = `${PACKAGES}/npm/bin/npm-cli.js`;
const MARK = `${PACKAGES}/.whole`;
const LINK = 'node_modules/.bin/node';

/** Where npm has a Node for this machine. It is built for glibc. */
const PINNED =
  platform === 'linux' && ['x64', 'arm64'].includes(arch) && report.getReport().header.glibcVersionRuntime
    ? `${PACKAGES}/node-linux-${arch}/bin/node`
    : undefined;

/** Both there, as large as they were when they came, and the Node the first that npm's scripts find. */
export const isPinned = () => isWhole() && (!PINNED || isLinked());

/** Brings what is missing of the two. Throws a Refusal. */
export function pin() {
  if (!PINNED) mustBeNewEnough();
  if (!isWhole()) fetchPair();
  if (PINNED && !isLinked()) link();
}

/** The command that runs the pinned npm. */
export const pinnedNpm = () => [PINNED ?? execPath, NPM].map((path) => resolve(path));

function fetchPair() {
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(`${FOLDER}/package.json`, 'utf8'));
  const node = PINNED ? `Node ${Object.values(optionalDependencies)[0]} and ` : '';
  console.error(`Bringing ${node}npm ${dependencies.npm} (once)…`);
  installInto(npmAtHand(), {
    folder: FOLDER,
    needed: PINNED ? [`node_modules/node-linux-${arch}`, 'node_modules/npm'] : ['node_modules/npm'],
    finish: (staged) => {
      if (!PINNED) return;
      mustRun(join(staged, `node-linux-${arch}/bin/node`));
      // Headers for native builds, which nothing here has.
      rmSync(join(staged, `node-linux-${arch}/include`), { recursive: true, force: true });
    },
  });
  writeFileSync(MARK, marks());
}

function isWhole() {
  return existsSync(MARK) && readFileSync(MARK, 'utf8') === marks();
}

/** What the lockfile says, and how large the two are: one that was cut short is fetched again. */
function marks() {
  const sizes = [PINNED, NPM].map((file) => (file && existsSync(file) ? statSync(file).size : 0));
  return [
    createHash('sha256')
      .update(readFileSync(`${FOLDER}/package-lock.json`))
      .digest('hex'),
    ...sizes,
  ].join(' ');
}

/** npm puts this folder first in PATH for its scripts and for npx. */
function link() {
  mkdirSync('node_modules/.bin', { recursive: true });
  rmSync(LINK, { force: true });
  symlinkSync(`../../${PINNED}`, LINK);
}

const isLinked = () =>
  lstatSync(LINK, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(LINK) === `../../${PINNED}`;

/** The npm that runs this, or the one in PATH. */
function npmAtHand() {
  const running = env.npm_execpath ?? '';
  return running.endsWith('npm-cli.js') ? [execPath, running] : ['npm'];
}

function mustRun(node) {
  try {
    execFileSync(node, ['--version'], { stdio: 'ignore' });
  } catch (error) {
    throw new Refusal(
      `the pinned Node does not run on this machine (${error.code ?? error.signal ?? error.status})`,
    );
  }
}

function mustBeNewEnough() {
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 12)) return;
  throw new Refusal(
    `Dateline needs Node 24.12 or newer; here is ${version}. Install it from https://nodejs.org/`,
  );
}
