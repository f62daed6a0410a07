/** What is read beside the socket, and who it was that answered. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Gone, readBlog } from '../../client/follow/reads.ts';

test.each([
  ['text/html', false],
  ['application/problem+json', true],
])('a blog is gone where the service says so, and not somebody between (%s)', async (type, isGone) => {
  const between = createServer((_, response) => response.writeHead(403, { 'content-type': type }).end('{}'));
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void between.close());
  const url = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
  const error: unknown = await readBlog(url, 'storm').catch((error: unknown) => error);
  expect(error).toBeInstanceOf(Error);
  expect(error instanceof Gone).toBe(isGone);
});
