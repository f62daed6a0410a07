/** `replay`, as whoever has a recorded blog says it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { replay } from '../../scripts/replay.ts';
import { createToken } from '../../server/newsroom/people.ts';
import type { Update } from '../../shared/blog.ts';
import { newFolder, startService } from '../support/service.ts';

/** What it says of a file with these lines, on a service of its own. */
async function replayed(...lines: string[]) {
  const { url, store } = await startService();
  const token = await createToken(store, 'replay', 'admin', null);
  const file = join(await newFolder(), 'blog.ndjson');
  await writeFile(file, lines.join('\r\n'));
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const logged = vi.spyOn(console, 'log').mockReturnValue();
  try {
    await replay([file, '--speed', '1e12', '--url', url, '--token', token]);
    const said = printed.mock.calls.map(([text]) => String(text)).join('');
    return { said, blog: (await (await fetch(`${url}/api/v1/blogs/storm`)).json()) as Update };
  } finally {
    printed.mockRestore();
    logged.mockRestore();
  }
}

const BLOG = '{"blog": {"slug": "storm", "title": "Storm"}}';
const entry = (html: string, publishedAt: string) =>
  JSON.stringify({ entry: { headline: null, html, publishedAt } });

test('a file from elsewhere is read as it was meant; what could not be kept, and what nobody would see, is said', async () => {
  const { said, blog } = await replayed(
    `\ufeff${BLOG}`,
    entry('<p>Rain</p>', '20251211T1432+0200'),
    '',
    entry('<p>Wind</p><img src="a.jpg">', '2025-12-11T14:33+02:00'),
    entry('<p>\u200b</p>', '2025-12-11T12:34:00Z'),
  );
  expect(blog.entries).toMatchObject([
    { html: '<p>Wind</p>', publishedAt: '2025-12-11T12:33:00.000Z' },
    { html: '<p>Rain</p>', publishedAt: '2025-12-11T12:32:00.000Z' },
  ]);
  expect(said).toContain('Entry 2, of 2025-12-11T12:33:00.000Z: left out 1 picture');
  expect(said).toContain('Entry 3, of 2025-12-11T12:34:00.000Z, was not published:');
  expect(said).toMatch(/2 of 3 entries published\.\n$/);
});

test('a line that can’t be read is named, before anything is published', async () => {
  await expect(replayed(BLOG, entry('<p>Rain</p>', 'yesterday'))).rejects.toThrow(
    /blog\.ndjson, line 2: "publishedAt" must be a time in ISO 8601/,
  );
  await expect(replayed(BLOG, '{"entry": ')).rejects.toThrow(/line 2: Unexpected end of JSON/);
});
