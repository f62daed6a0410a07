// Plain JavaScript without packages, since it runs before there are any, on whatever Node came with npm.
//   node scripts/setup.mjs packages            installs what package-lock.json asks for, where it is missing or stale
//   node scripts/setup.mjs packages services   and what the tests need beside it
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from 'node:process';

function packages() {
  if (areFresh()) return;
  const release = lock();
  if (!areFresh()) {
    console.error('Installing packages (about half a minute, once)…');
    run('npm', ['ci', '--loglevel=error'], 'Installing the packages failed.', 'ignore');
  }
  mustHaveNode();
  release();
}

/** npm keeps a lockfile of its own beside what it has installed, but `--package-lock-only` writes it too. */
function areFresh() {
  const held = packagesIn('node_modules/.package-lock.json');
  return Object.entries(packagesIn('package-lock.json')).every(
    ([path, { version, optional }]) =>
      path === '' ||
      (held[path]?.version === version && existsSync(path)) ||
      (optional && held[path] === undefined),
  );
}

function packagesIn(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, 'utf8')).packages : {};
}

/** Of two that start at once, such as the service and the command line, one installs and the other waits. */
function lock() {
  const file = join(
    tmpdir(),
    `dateline-setup-${createHash('sha256').update(process.cwd()).digest('hex').slice(0, 12)}`,
  );
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch {
      const holder = existsSync(file) ? readFileSync(file, 'utf8') : '';
      if (holder !== '' && !isRunning(Number(holder))) rmSync(file, { force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** On Linux the pinned Node came with the packages; elsewhere the system's own must do. */
function mustHaveNode() {
  const [major = 0, minor = 0] = nodeVersion().split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 12)) return;
  fail(`Dateline needs Node 24.12 or newer; here is ${nodeVersion()}. Install it from https://nodejs.org/`);
}

function nodeVersion() {
  const pinned = 'node_modules/.bin/node';
  const { stdout } = spawnSync(existsSync(pinned) ? pinned : 'node', ['--version'], { encoding: 'utf8' });
  return stdout.trim().replace(/^v/, '');
}

/** What the tests need beside packages: where it may be, and the Debian package that brings it. */
const NEEDS = [
  {
    name: 'Chromium',
    package: 'chromium',
    isThere: () =>
      [
        process.env.CHROMIUM_PATH,
        '/usr/bin/chromium',
        '/usr/bin/chromium-browser',
        '/usr/bin/google-chrome',
      ].some((path) => path && existsSync(path)),
  },
  {
    name: 'Redis',
    package: 'redis-server',
    isThere: () => isOnPath('redis-server') && isOnPath('redis-cli'),
  },
  { name: 'Postgres', package: 'postgresql', isThere: () => existsSync('/usr/lib/postgresql') },
  {
    name: 'Socket.IO for Python',
    package: 'python3-socketio python3-websocket',
    isThere: () => spawnSync('/usr/bin/python3', ['-c', 'import socketio, websocket']).status === 0,
  },
];

function services() {
  needs();
  headlessShell();
}

function needs() {
  const missing = NEEDS.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  const packages = missing.map((need) => need.package).join(' ');
  const install = installing(packages);
  if (!mayInstall()) {
    fail(
      `The tests need ${names}. On Debian:\n\n    sudo sh -c '${install}'\n\nCHROMIUM_PATH may name another browser.`,
    );
  }
  console.error(`Installing ${names} for the tests (once)…`);
  run('sh', ['-c', install], `That failed. By hand:\n\n    ${install}\n`, 'ignore');
}

/** Half the time for the browser's tests. Where it can't be had they take the whole Chromium. */
function headlessShell() {
  const isDebian =
    existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  if (isOnPath('chromium-headless-shell') || process.env.CHROMIUM_PATH || !isDebian || !mayInstall()) return;
  console.error('Installing Chromium’s headless shell for the tests (once)…');
  spawnSync('sh', ['-c', installing('chromium-headless-shell')], { stdio: 'ignore', env: QUIETLY });
}

const installing = (packages) => `apt-get update && apt-get install -y --no-install-recommends ${packages}`;

const mayInstall = () => platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

const isOnPath = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** RUNLEVEL=1: Debian's own services must not start, the tests start theirs. */
const QUIETLY = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };

function run(command, args, onFailure, stdout = 'inherit') {
  const { status } = spawnSync(command, args, { stdio: ['ignore', stdout, 'inherit'], env: QUIETLY });
  if (status !== 0) fail(onFailure);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

const steps = { packages, services };
for (const step of process.argv.slice(2)) steps[step]();
