/** A machine with a Node and an npm of its own, and nothing else of the kind in its PATH. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Machine {
  name: string;
  node: string;
  npm: string;
}

/** Debian 12's, then what came with Node 20, 22 and 24. */
export const MACHINES: Machine[] = [
  { name: 'Node 18.20 with npm 9.2', node: '18.20.8', npm: '9.2.0' },
  { name: 'Node 20 with npm 10', node: '20.20.2', npm: '10.8.2' },
  { name: 'Node 22 with npm 10', node: '22.23.5', npm: '10.9.9' },
  { name: 'Node 24 with npm 11', node: '24.21.0', npm: '11.12.1' },
];

export interface Clone {
  path: string;
  /** What a person there has in the environment. */
  env: Record<string, string>;
  /** Resolves when that command has ended with 0, and rejects with what it said. */
  npm(...args: string[]): Promise<void>;
}

/** A clone of what is committed here, on such a machine, with an npm cache of its own that is empty. */
export async function fresh({ name, node, npm }: Machine, folder: string): Promise<Clone> {
  const place = join(folder, name.replaceAll(' ', '-'));
  const path = join(place, 'date line');
  const bin = join(place, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(place, 'package.json'), '{ "private": true }');
  const packages = [`node-linux-${process.arch}@${node}`, `npm@${npm}`];
  await run('npm', ['install', '--no-save', '--ignore-scripts', '--loglevel=error', ...packages], {
    cwd: place,
  });
  for (const file of await readdir('/usr/bin')) {
    if (!['node', 'nodejs', 'npm', 'npx', 'corepack'].includes(file))
      await symlink(`/usr/bin/${file}`, join(bin, file));
  }
  await run('git', ['clone', '--quiet', process.cwd(), path]);
  const own = join(place, 'node_modules/.bin');
  const env = { ...network(), PATH: `${own}:${bin}`, HOME: place, npm_config_cache: join(place, 'cache') };
  // Not every npm of these links a Node that is a package.
  await symlink(`../node-linux-${process.arch}/bin/node`, join(own, 'node')).catch(() => {});
  return {
    path,
    env,
    npm: async (...args) => void (await run('npm', args, { cwd: path, env, maxBuffer: 2 ** 26 })),
  };
}

/** How this machine reaches the registry is no part of what is tried. */
const network = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value = '']) =>
      /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|(https?|no)_proxy)$/i.test(name) ? [[name, value]] : [],
    ),
  );

/** Resolves to milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
