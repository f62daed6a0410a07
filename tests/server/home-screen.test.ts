/** A newsroom can be put on a home screen: a manifest with its name and language, and icons of the sizes that it says. */
import { expect, test } from 'vitest';
import { startService } from '../support/service.ts';

/** Width and height, out of a PNG's header. */
async function sizeOf(address: string): Promise<string> {
  const answer = await fetch(address);
  expect(answer.headers.get('content-type')).toBe('image/png');
  const bytes = Buffer.from(await answer.arrayBuffer());
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

test('the manifest says who it is, and every icon is there as it says', async () => {
  const { url } = await startService({ SITE_NAME: 'Вісті', SITE_LANGUAGE: 'uk' });
  const page = await (await fetch(url)).text();
  const path = /<link rel="manifest" href="([^"]+)"/.exec(page)![1]!;
  const answer = await fetch(url + path);
  expect(answer.headers.get('content-type')).toMatch('application/manifest+json');
  const manifest = (await answer.json()) as { icons: { src: string; sizes: string; purpose?: string }[] };
  expect(manifest).toMatchObject({
    name: 'Вісті',
    lang: 'uk',
    dir: 'ltr',
    start_url: '/',
    display: 'standalone',
  });
  for (const { src, sizes } of manifest.icons) expect(await sizeOf(url + src), src).toBe(sizes);
  expect(manifest.icons.map(({ sizes, purpose }) => [sizes, purpose])).toEqual([
    ['192x192', undefined],
    ['512x512', undefined],
    ['512x512', 'maskable'],
  ]);
  expect(await sizeOf(url + /<link rel="apple-touch-icon" href="([^"]+)"/.exec(page)![1]!)).toBe('180x180');
  expect((await fetch(`${url}/favicon.ico`)).headers.get('content-type')).toMatch(/^image\//);
});

test('the page’s own policy lets its manifest be read', async () => {
  const { url } = await startService();
  expect((await fetch(url)).headers.get('content-security-policy')).toMatch(/manifest-src 'self'/);
});
