/** A removed entry behind caches: every surface that showed it stops, in nginx, in Varnish, and without either. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { cursorAt } from '../../shared/blog.ts';
import { startService } from '../support/service.ts';
import { startNginx, startVarnish } from './proxies.ts';

const WORD = 'Bratwurst';
/** Milliseconds after its removal when no surface may show an entry any more [R7]. */
const BAR_MS = 5_000;

test('[R7] five seconds after its removal no surface shows an entry, through whichever cache', async () => {
  const { url, desk: newDesk, config } = await startService({ TRUST_PROXY: '1' });
  const desk = await newDesk();
  await desk.createBlog({ slug: 'storm', title: 'Storm', showChanges: true });
  const made = await desk.publish('storm', {
    headline: WORD,
    html: `<p>${WORD}.</p>`,
    keyEvent: true,
    pinned: true,
  });
  const edited = await desk.edit('storm', made, { html: `<p>${WORD}, and more.</p>` });
  const later = await desk.publish('storm', { headline: 'Later' });
  const places = surfaces(
    config.PUBLIC_URL || url,
    edited.id,
    cursorAt({ ...later, publishedAt: later.publishedAt! }),
  );
  const fronts = { bare: url, nginx: await startNginx(url), Varnish: await startVarnish(url) };
  const shows = async (front: string, place: string) =>
    (await (await fetch(front + place)).text()).includes(WORD);

  for (const [name, front] of Object.entries(fronts))
    for (const place of places)
      expect(await shows(front, place), `${place} shows it at first, through ${name}`).toBe(true);

  await desk.remove('storm', edited.id);
  const removed = performance.now();
  const last = new Map<string, number>();
  while (performance.now() - removed < BAR_MS + 3_000) {
    await Promise.all(
      Object.entries(fronts).flatMap(([name, front]) =>
        places.map(async (place) => {
          const asked = performance.now() - removed;
          if (await shows(front, place)) last.set(`${name} ${place}`, asked);
        }),
      ),
    );
    await pause(200);
  }
  const rows = Object.keys(fronts).map((name) => [name, ...worstOf(last, name)]);
  console.log(['cache | last seen after | where', ...rows.map((row) => row.join(' | '))].join('\n'));
  expect([...last].filter(([, at]) => at > BAR_MS)).toEqual([]);
}, 60_000);

test('[R7] Varnish shows nothing stale to whoever asks first, however long nobody has', async () => {
  const { url, desk: newDesk } = await startService({ TRUST_PROXY: '1' });
  const desk = await newDesk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const { id } = await desk.publish('storm', { headline: WORD });
  const varnish = await startVarnish(url);
  const page = async () => (await fetch(`${varnish}/storm/${id}`)).status;
  expect(await page()).toBe(200);
  await desk.remove('storm', id);
  await pause(BAR_MS);
  expect(await page()).toBe(410);
}, 30_000);

/** Where an entry that is key event and pinned can be read, listed or named. */
const surfaces = (origin: string, id: string, before: string): string[] => [
  ...['/storm', `/storm/${id}`, `/storm?before=${before}`],
  ...['/storm/feed.rss', '/storm/feed.atom', '/storm/feed.json'],
  ...['/embed/storm', `/embed/storm?entry=${id}`, '/embed/storm?layout=ticker'],
  ...[`/oembed?url=${encodeURIComponent(`${origin}/storm/${id}`)}`],
  ...['', '/entries', `/entries?before=${before}`, '/updates?after=0', '/updates?after=1'].map(
    (place) => `/api/v1/blogs/storm${place}`,
  ),
  ...[`/api/v1/blogs/storm/entries/${id}`, `/api/v1/blogs/storm/entries/${id}/changes`],
];

function worstOf(last: Map<string, number>, name: string): [string, string] {
  const [worst] = [...last].filter(([place]) => place.startsWith(`${name} `)).sort((a, b) => b[1] - a[1]);
  return worst ? [`${(worst[1] / 1_000).toFixed(1)} s`, worst[0].slice(name.length + 1)] : ['at once', ''];
}
