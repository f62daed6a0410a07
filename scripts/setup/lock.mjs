// Of two that start at once, such as the service and the command line, one installs or builds and the other waits.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { kill, pid } from 'node:process';

const FILE = 'node_modules/.setup.lock';

/** @template T @param {() => T | Promise<T>} work @returns {Promise<T>} */
export async function oneAtATime(work) {
  mkdirSync('node_modules', { recursive: true });
  for (let tries = 0; !take(); tries += 1) {
    const holder = heldBy();
    if (holder === undefined) rmSync(FILE, { force: true });
    else if (tries === 5) console.error(`Another start is at it (process ${holder}); waiting for it…`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    return await work();
  } finally {
    rmSync(FILE, { force: true });
  }
}

function take() {
  try {
    writeFileSync(FILE, String(pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined where who held it was killed: no such process, or its number is another's now. */
function heldBy() {
  const holder = Number(existsSync(FILE) ? readFileSync(FILE, 'utf8') : 0);
  const command = `/proc/${holder}/cmdline`;
  if (existsSync('/proc/self')) {
    return existsSync(command) && readFileSync(command, 'utf8').includes('scripts/') ? holder : undefined;
  }
  try {
    return kill(holder, 0) && holder;
  } catch {
    return undefined;
  }
}
