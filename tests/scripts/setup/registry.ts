/** A registry of packages on loopback, which a test may have do its worst. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { newFolder } from '../../support/service.ts';

export interface Package {
  name: string;
  version: string;
  tarball: Buffer;
  /** As lockfiles say it. */
  integrity: string;
}

export interface Registry {
  url: string;
  /** From now on it answers so where the path is such, and as it should elsewhere. */
  worsen(paths: RegExp, answer: Answer): void;
  mend(): void;
  /** Holds back what it answers to the next that asks for such a path: resolves then, to what lets it go. */
  hold(paths: RegExp): Promise<() => void>;
}

/** Whatever a registry may do when it is asked for `body`. */
export type Answer = (response: ServerResponse, body: Buffer) => void;

export const silent: Answer = () => {};
export const cut: Answer = (response, body) => response.end(body.subarray(0, body.length / 2));
export const changed: Answer = (response, body) =>
  response.end(body.map((byte, n) => (n === body.length - 9 ? byte ^ 1 : byte)));
export const stuck: Answer = (response, body) => void response.write(body.subarray(0, body.length / 2));
export const broken: Answer = (response, body) => {
  response.writeHead(200, { 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
};
export const status =
  (code: number): Answer =>
  (response) =>
    void response.writeHead(code).end('{}');
/** A network that wants a sign-in in the browser first. */
export const portal: Answer = (response) =>
  void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome');

/** A package of these files: path to content. Whatever is in `bin/` may be run. */
export async function pack(name: string, files: Record<string, string>): Promise<Package> {
  const version = '1.0.0';
  const folder = await newFolder();
  const all = { 'package.json': JSON.stringify({ name, version }), ...files };
  for (const [path, content] of Object.entries(all)) {
    const file = join(folder, 'package', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: path.startsWith('bin/') ? 0o755 : 0o644 });
  }
  const tarball = execFileSync('tar', ['--create', '--gzip', '--directory', folder, 'package'], {
    maxBuffer: 2 ** 26,
  });
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  return { name, version, tarball, integrity };
}

export async function startRegistry(packages: Package[]): Promise<Registry> {
  let worse: { paths: RegExp; answer: Answer } | undefined;
  const server = createServer((request, response) => {
    const [, name, isTarball] = /^\/([^/]+)(\/-\/)?/.exec(request.url!) ?? [];
    const found = packages.find((each) => each.name === name);
    if (!found) return response.writeHead(404).end('{}');
    const body = isTarball ? found.tarball : Buffer.from(JSON.stringify(descriptionOf(found, url)));
    if (worse?.paths.test(request.url!)) worse.answer(response, body);
    else response.end(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url,
    worsen: (paths, answer) => (worse = { paths, answer }),
    mend: () => (worse = undefined),
    hold: (paths) =>
      new Promise((resolve) => {
        worse = { paths, answer: (response, body) => resolve(() => response.end(body)) };
      }),
  };
}

function descriptionOf({ name, version, integrity }: Package, url: string): object {
  const dist = { tarball: `${url}${name}/-/${name}-${version}.tgz`, integrity };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } };
}
