// Plain JavaScript without packages, since it runs before there are any, on whatever Node came with npm.
//   node scripts/setup.mjs packages            installs what package-lock.json asks for, where it is missing or stale
//   node scripts/setup.mjs packages services   and what the tests need beside it
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { platform } from 'node:process';

const steps = { packages, services };
for (const step of process.argv.slice(2)) steps[step]();

function packages() {
  const mark = 'node_modules/.dateline-packages';
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  console.error('Installing packages (about half a minute, once)…');
  run('npm', ['ci', '--loglevel=error'], 'Installing the packages failed.');
  mustHaveNode();
  writeFileSync(mark, wanted);
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

/** The browser tests need a Chromium. */
function services() {
  const candidates = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  if (candidates.some((path) => path && existsSync(path))) return;
  const install = 'apt-get update && apt-get install -y --no-install-recommends chromium';
  if (platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('Installing Chromium for the browser tests (once)…');
    run('sh', ['-c', install], `Installing Chromium failed. By hand:\n\n    ${install}\n`, 'ignore');
    return;
  }
  fail(`The browser tests need Chromium. Install it:\n\n    sudo sh -c '${install}'\n\nor say where one is with CHROMIUM_PATH.`);
}

function run(command, args, onFailure, stdout = 'inherit') {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (spawnSync(command, args, { stdio: ['ignore', stdout, 'inherit'], env }).status !== 0) fail(onFailure);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
