/** oEmbed as a CMS asks for it. */
import { expect, test } from 'vitest';
import { startService } from '../support/service.ts';

async function blogWithEntry() {
  const { url, desk: newDesk } = await startService();
  const desk = await newDesk();
  await desk.createBlog({ slug: 'storm', title: 'Storm & “waves”' });
  const entry = await desk.publish('storm', { headline: 'Bridge <closed>' });
  const ask = (address: string, more = '') =>
    fetch(`${url}/oembed?url=${encodeURIComponent(address)}${more}`);
  return { url, desk, entry, ask };
}

interface Rich {
  type: string;
  version: string;
  title: string;
  html: string;
  width: number;
  height: number;
}

test('a blog’s address becomes a frame with a title, and any page may ask', async () => {
  const { url, ask } = await blogWithEntry();
  const response = await ask(`${url}/storm`);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  const rich = (await response.json()) as Rich;
  expect(rich).toMatchObject({
    type: 'rich',
    version: '1.0',
    title: 'Storm & “waves”',
    width: 600,
    height: 600,
  });
  expect(rich.html).toContain(`src="${url}/embed/storm"`);
  expect(rich.html).toContain('title="Storm &amp; “waves”"');
  // On a page that sends no referrer, too.
  expect(rich.html).toContain(' referrerpolicy="strict-origin-when-cross-origin"');
  expect((await fetch(/src="([^"]+)"/.exec(rich.html)![1]!)).status).toBe(200);
});

test('an entry’s address becomes a frame with that entry alone', async () => {
  const { url, entry, ask } = await blogWithEntry();
  const rich = (await (await ask(`${url}/storm/${entry.id}`)).json()) as Rich;
  expect(rich.title).toBe('Bridge <closed>');
  expect(rich.html).toContain(`src="${url}/embed/storm?entry=${entry.id}"`);
  expect(rich.html).toContain('title="Bridge &lt;closed&gt;"');
});

test('it stays within maxwidth and maxheight, and refuses what is no size', async () => {
  const { url, ask } = await blogWithEntry();
  const small = (await (await ask(`${url}/storm`, '&maxwidth=300&maxheight=200')).json()) as Rich;
  expect(small).toMatchObject({ width: 300, height: 200 });
  expect(small.html).toContain('width="300" height="200"');
  const large = (await (await ask(`${url}/storm`, '&maxwidth=5000')).json()) as Rich;
  expect(large.width).toBe(600);
  for (const size of ['0', '-1', 'wide', '1e3']) {
    expect((await ask(`${url}/storm`, `&maxwidth=${size}`)).status).toBe(400);
  }
});

test('[R8] as XML it is well formed and says the same', async () => {
  const { url, entry, ask } = await blogWithEntry();
  const response = await ask(`${url}/storm/${entry.id}`, '&format=xml');
  expect(response.headers.get('content-type')).toMatch(/^text\/xml/);
  const xml = await response.text();
  expect(xml).toContain('<title>Bridge &lt;closed&gt;</title>');
  expect(xml).toContain('&lt;iframe src=&quot;');
});

test('what there is not is 404, what is not for other sites 401, another format 501', async () => {
  const { url, desk, entry, ask } = await blogWithEntry();
  await desk.createBlog({ slug: 'draft', title: 'Draft', status: 'draft' });
  await desk.createBlog({ slug: 'ours', title: 'Ours', embedding: 'off' });
  await desk.createBlog({ slug: 'some', title: 'Some', embedding: 'listed' });
  const statuses = [
    [`${url}/none`, 404],
    [`${url}/draft`, 404],
    [`${url}/storm/01nothing`, 404],
    [`${url}/desk/blogs/storm`, 404],
    ['https://elsewhere.example/storm', 404],
    [`${url}/ours`, 401],
    [`${url}/some`, 200],
    ['storm', 400],
  ] as const;
  for (const [address, status] of statuses)
    expect([address, (await ask(address)).status]).toEqual([address, status]);
  expect((await ask(`${url}/storm`, '&format=yaml')).status).toBe(501);
  expect((await fetch(`${url}/oembed`)).status).toBe(400);

  await desk.remove('storm', entry.id);
  const gone = await ask(`${url}/storm/${entry.id}`);
  expect(gone.status).toBe(404);
  expect(gone.headers.get('content-type')).toMatch(/^application\/problem\+json/);
});

test('it is found from the pages themselves', async () => {
  const { url, entry } = await blogWithEntry();
  for (const path of ['/storm', `/storm/${entry.id}`]) {
    const page = await (await fetch(url + path)).text();
    const links = [...page.matchAll(/<link[^>]+type="(?:application\/json|text\/xml)\+oembed"[^>]*>/g)];
    expect(links).toHaveLength(2);
    for (const [link] of links) {
      const href = /href="([^"]+)"/.exec(link)![1]!.replaceAll('&amp;', '&');
      const answer = await fetch(href);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('/embed/storm');
    }
  }
});
