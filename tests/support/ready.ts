/** What every test stands on, however the run was begun: the Node that can run the server, and the client as it is now. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Builds the client where it is stale; that says so itself. Throws, in one line, what is to be done. */
export function mustBeReady(root: string): void {
  const { engines } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
    engines: { node: string };
  };
  const least = engines.node.replace('>=', '');
  if (process.versions.node.localeCompare(least, 'en', { numeric: true }) < 0)
    throw new Error(
      `The tests take Node ${least} or newer; this is ${process.versions.node}. Say "npm test -- FILE", which brings it, or put node_modules/.bin first in PATH.`,
    );
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
}
