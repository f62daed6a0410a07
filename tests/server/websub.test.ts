/** Whoever subscribes to a feed at a hub hears of its news; and what the hub gets is what Atom's grammar takes. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RelaxNGValidator, XmlDocument } from 'libxml2-wasm';
import { expect, onTestFinished, test } from 'vitest';
import { all, attribute, parseXml } from '../support/markup.ts';
import { startService } from '../support/service.ts';

/** A hub that keeps what it is told, and does not listen to the first `deafTo` calls. */
async function startHub(deafTo: number) {
  const told: string[] = [];
  let calls = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += String(part);
    const said = new URLSearchParams(body);
    const isHeard = (calls += 1) > deafTo && said.get('hub.mode') === 'publish';
    if (isHeard) told.push(new URL(said.get('hub.url')!).pathname);
    response.writeHead(isHeard ? 204 : 503).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, told };
}

const ALL = ['/storm/feed.atom', '/storm/feed.json', '/storm/feed.rss'];

test(
  'each feed names the hub, and the hub is told of every change that readers see, of drafts never; where it does not listen, again',
  { timeout: 60_000 },
  async () => {
    const hub = await startHub(3);
    const service = await startService({ WEBSUB_HUB: hub.url });
    const desk = await service.desk();
    await desk.createBlog({ slug: 'secret', title: 'Secret', status: 'draft' });
    await desk.publish('secret', { headline: 'Not yet' });
    await desk.createBlog({ slug: 'storm', title: 'Storm' });
    const entry = await desk.publish('storm', { headline: 'One' });
    await desk.publish('storm', { headline: 'Two' });
    await expect.poll(() => hub.told.toSorted()).toEqual(ALL);
    hub.told.length = 0;
    await desk.remove('storm', entry.id);
    await expect.poll(() => hub.told.toSorted()).toEqual(ALL);

    for (const path of ALL) {
      const response = await fetch(service.url + path);
      expect(response.headers.get('link')).toBe(
        `<${hub.url}>; rel="hub", <${service.url}${path}>; rel="self"`,
      );
      const text = await response.text();
      if (path.endsWith('json')) expect(JSON.parse(text)).toMatchObject({ hubs: [{ url: hub.url }] });
      else expect(hubsIn(text)).toEqual([hub.url]);
      // Nobody subscribes to a page of it.
      const page = await fetch(`${service.url}${path}?limit=1`);
      expect([page.headers.get('link'), (await page.text()).includes(hub.url)]).toEqual([null, false]);
    }
  },
);

const hubsIn = (text: string) =>
  ['link', 'atom:link']
    .flatMap((name) => all(parseXml(text), name))
    .filter((link) => attribute(link, 'rel') === 'hub')
    .map((link) => attribute(link, 'href'));

test('the Atom feed is as RFC 4287 has it, with all that a feed of ours may hold', async () => {
  const service = await startService({ WEBSUB_HUB: 'https://hub.example/' });
  const desk = await service.desk();
  const blog = { title: 'Fish & <chips>', standfirst: '<p>All of <em>it</em></p>', language: 'pt-BR' };
  await desk.createBlog({ slug: 'storm', ...blog, image: 'https://img.example/a.jpg?a=1&b[]={2}' });
  const authors = [{ name: 'Ann & Co', contact: 'https://ann.example/?a=1&b=[2]' }, { name: 'Bob' }];
  for (let n = 0; n < 10; n += 1)
    await desk.publish('storm', { headline: `${n} <b>`, html: '<p>1 &lt; 2</p>', authors, keyEvent: true });
  const gone = await desk.publish('storm', { headline: 'Wrong', breaking: true });
  await desk.remove('storm', gone.id);
  using grammar = XmlDocument.fromString(readFileSync('tests/support/atom.rng', 'utf8'));
  using validator = RelaxNGValidator.fromDoc(grammar);
  const mustBeValid = (text: string): void => {
    using document = XmlDocument.fromString(text);
    validator.validate(document);
  };
  const read = async (query = '') => (await fetch(`${service.url}/storm/feed.atom${query}`)).text();
  await expect.poll(() => read()).toContain('deleted-entry');
  for (const query of ['', '?limit=5']) mustBeValid(await read(query));
  const text = await read();
  for (const [from, to] of [
    [/<updated>[^<]*<\/updated>/, ''],
    [/when="[^"]*"/, 'when="yesterday"'],
    [/term="[^"]*"/, ''],
    ['<published>', '<published>on '],
  ] as const)
    expect(() => mustBeValid(text.replace(from, to)), String(from)).toThrow();
});
