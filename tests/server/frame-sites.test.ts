/** In whose pages a frame lets itself be shown. */
import { expect, test } from 'vitest';
import { startService } from '../support/service.ts';
import { addBlogs, enlist } from '../support/partner.ts';

const ECHO = 'https://echo.example';

async function newsroom() {
  const service = await startService();
  const desk = await service.desk();
  await addBlogs(desk);
  const frame = (slug: string, site?: string) =>
    fetch(`${service.url}/embed/${slug}`, { headers: site === undefined ? {} : { Referer: `${site}/` } });
  const policy = async (slug: string, site?: string) =>
    (await frame(slug, site)).headers.get('content-security-policy')!;
  return { desk, frame, policy };
}

test('a frame names the sites that may hold it, and there is none of what is for no site', async () => {
  const { desk, frame, policy } = await newsroom();
  await enlist(desk, ECHO);
  expect(await policy('for-all')).toMatch(/frame-ancestors \*$/);
  expect(await policy('for-listed')).toMatch(/frame-ancestors 'self' https:\/\/echo\.example$/);
  expect((await frame('for-all')).headers.get('x-frame-options')).toBeNull();
  const off = await frame('for-off');
  expect(off.status).toBe(403);
  expect(await off.text()).not.toContain('live-blog');
  expect((await frame('none')).status).toBe(404);
});

test('it names to a site no others than those of its partner', async () => {
  const { desk, frame, policy } = await newsroom();
  await enlist(desk, ECHO, 'https://www.echo.example');
  await enlist(desk, 'https://other.example');
  const forEcho = /frame-ancestors 'self' https:\/\/echo\.example https:\/\/www\.echo\.example$/;
  expect(await policy('for-listed', ECHO)).toMatch(forEcho);
  expect(await policy('for-listed', 'https://stranger.example')).toMatch(/frame-ancestors 'self'$/);
  expect((await frame('for-listed', ECHO)).headers.get('vary')).toContain('Referer');
});

test('its headers are such as a proxy takes, however many partners there are', async () => {
  const { desk, frame } = await newsroom();
  for (let n = 0; n < 120; n += 1) await enlist(desk, `https://www.partner-number-${n}.example`);
  const bytes = async (site?: string) =>
    [...(await frame('for-listed', site)).headers].reduce(
      (sum, header) => sum + header.join(': ').length + 2,
      0,
    );
  expect(await bytes()).toBeLessThan(4_096);
  expect(await bytes('https://www.partner-number-7.example')).toBeLessThan(4_096);
});

test('a blog that no partner is listed for yet has a frame for the desk alone', async () => {
  const { frame } = await newsroom();
  const { status, headers } = await frame('for-listed');
  expect(status).toBe(200);
  expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'self'$/);
});
