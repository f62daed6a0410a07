/** What the pages load: small on the wire, kept for good, and always what was built. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { startService } from '../support/service.ts';

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

/** As it is on the wire: fetch undoes the compression. */
function get(address: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(address, { headers }, async (response) => {
      const chunks: Buffer[] = await response.toArray();
      resolve({ status: response.statusCode!, headers: response.headers, bytes: Buffer.concat(chunks) });
    })
      .on('error', reject)
      .end();
  });
}

async function assetsOf(url: string): Promise<string[]> {
  const html = await (await fetch(url)).text();
  return [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
}

const built = (path: string): Buffer => readFileSync(`client/dist/browser${path}`);

test('scripts and styles are compressed as the browser takes it, and are what was built', async () => {
  const { url } = await startService();
  const paths = (await assetsOf(url)).filter((path) => /\.(js|css)$/.test(path));
  expect(paths.length).toBeGreaterThanOrEqual(2);
  for (const path of paths) {
    const [br, gzip, plain] = [
      await get(url + path, { 'Accept-Encoding': 'gzip, deflate, br' }),
      await get(url + path, { 'Accept-Encoding': 'gzip' }),
      await get(url + path),
    ] as const;
    const encodings = [br, gzip, plain].map(({ headers }) => headers['content-encoding']);
    expect(encodings).toEqual(['br', 'gzip', undefined]);
    expect(brotliDecompressSync(br.bytes).equals(built(path))).toBe(true);
    expect(gunzipSync(gzip.bytes).equals(built(path))).toBe(true);
    expect(plain.bytes.equals(built(path))).toBe(true);
    expect(br.headers['content-type']).toMatch(/^text\/(javascript|css); charset=utf-8$/);
  }
});

test('all that pages load is kept for good, fonts and the icon too; what is not there is 404', async () => {
  const { url } = await startService();
  const paths = await assetsOf(url);
  expect(paths.map((path) => path.split('.').pop())).toEqual(expect.arrayContaining(['svg', 'woff2', 'js']));
  for (const path of paths) {
    const { status, headers, bytes } = await get(url + path);
    expect({ path, status }).toEqual({ path, status: 200 });
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(bytes.equals(built(path))).toBe(true);
    expect((await get(url + path, { 'If-None-Match': String(headers.etag) })).status).toBe(304);
  }
  for (const path of [
    '/assets/nothing.js',
    '/assets/',
    '/assets/..%2fdesk%2findex.html',
    '/assets/__proto__',
  ])
    expect((await get(url + path)).status, path).toBe(404);
});
