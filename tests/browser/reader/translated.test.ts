/** A page that its browser translates has elements in the place of its texts. What happens then is told all the same. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { entryOn, eventually, isLive, noteOn, pillOn, scrollTo } from '../sight.ts';
import { anEntry, liveBlog, longText, startBrowser, type LiveBlog } from '../support.ts';
import { textsOf, translate } from '../translator.ts';
import { headlinesOn, partnerOf } from '../widget/widget.ts';

const open = startBrowser();

/** Everything that can happen to a blog that is open; the first of the entries goes, the second is pinned. */
async function evening({ desk, entries, publish }: Pick<LiveBlog, 'desk' | 'entries' | 'publish'>) {
  const [first, second, third, fourth] = entries;
  await desk.remove('storm', first!.id);
  await desk.edit('storm', second!, { pinned: true });
  const edited = await desk.edit('storm', third!, {
    headline: 'Edited',
    html: `<p>Said anew.</p>${longText('longer')}`,
    breaking: true,
    keyEvent: true,
    correction: 'It was four.',
    authors: [{ name: 'Ada Lovelace', bio: 'In London.' }],
  });
  await desk.edit('storm', edited, { headline: 'Edited twice', correction: 'It was five.', breaking: false });
  await desk.edit('storm', fourth!, { headline: null, html: '<p>No headline any more.</p>' });
  await publish({ headline: 'A key event', keyEvent: true });
  await desk.changeBlog('storm', { title: 'Storm over', standfirst: '<p>It is over.</p>', status: 'paused' });
  await desk.changeBlog('storm', { status: 'ended' });
}

const withBlog = { title: 'Storm', standfirst: '<p>It comes.</p>', showChanges: true };

test.each([
  ['its words', 'words'],
  ['every text node of it, blank ones too', 'all'],
] as const)('a page that was translated, %s, ends as one that is opened afresh', async (_what, which) => {
  const live = await liveBlog(8, withBlog);
  await live.desk.edit('storm', live.entries[4]!, {
    keyEvent: true,
    breaking: true,
    correction: 'So it was.',
  });
  const page = await open(live.address);
  await isLive(page);
  // What is said in the place of removed entries is not on a page that is opened afresh.
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  expect(await translate(page, which)).toBeGreaterThan(50);
  await evening(live);
  await eventually(() => textsOf(page, '.state')).toEqual(['Live coverage has ended.']);
  await page.evaluate(() => window.scrollTo(0, 0));
  if (await pillOn(page).count()) await pillOn(page).click();
  const fresh = await open(live.address);
  await isLive(fresh);
  const shown = async (on: Page) =>
    (await textsOf(on, 'main')).filter((line) => !/^\d+ readers?$/.test(line));
  await eventually(() => shown(page)).toEqual(await shown(fresh));
});

test('on a translated page it is said that an entry was removed, how long ago each is, and what is read is read on', async () => {
  const { address, desk, entries } = await liveBlog(4, withBlog);
  const page = await open(address, { prepare: (page) => page.clock.install() });
  await isLive(page);
  await translate(page);
  await desk.remove('storm', entries[1]!.id);
  await eventually(() => textsOf(page, `[id="removed-${entries[1]!.id}"]`)).toEqual([
    expect.stringMatching(/^This entry was removed at \d\d:\d\d\.$/),
  ]);
  await page.clock.fastForward('30:00');
  await eventually(() => textsOf(page, `[id="${entries[0]!.id}"] .ago`)).toEqual(['31 min ago']);
  await page.getByRole('button', { name: 'Pause updates' }).click();
  await eventually(() => textsOf(page, '.controls button')).toEqual(['Resume updates']);
  await noteOn(page).getByText('Updates are paused.').waitFor();
});

test('on a translated page the pill counts, more is shown, and names are there once', async () => {
  const { address, desk, entries, publish } = await liveBlog(45, withBlog);
  const page = await open(address);
  await isLive(page);
  await scrollTo(page, entries[20]!);
  await publish(anEntry(101));
  await eventually(() => textsOf(page, '.pill')).toEqual(['1 new update']);
  await translate(page);
  await publish(anEntry(102));
  await eventually(() => textsOf(page, '.pill')).toEqual(['2 new updates']);
  await page.getByText('Show more').click();
  await entryOn(page, entries[44]!).waitFor();
  await desk.edit('storm', entries[21]!, { html: 'No paragraph <b>at</b> all', headline: null });
  await eventually(() => textsOf(page, `[id="${entries[21]!.id}"] .prose`)).toEqual(['No paragraph at all']);
});

test('a widget that was translated ends as one that is opened afresh', async () => {
  const live = await partnerOf(8, withBlog);
  const address = live.partner.page('/', live.script + live.widget());
  const page = await open(address);
  await eventually(async () => (await headlinesOn(page))[0]?.length).toBe(8);
  await translate(page, 'all');
  await evening(live);
  await eventually(async () => (await textsOf(page, 'live-blog'))[1]).toMatch(/^Live coverage has ended/);
  const fresh = await open(address);
  await eventually(async () => (await textsOf(fresh, 'live-blog'))[1]).toMatch(/^Live coverage has ended/);
  expect(await textsOf(page, 'live-blog')).toEqual(await textsOf(fresh, 'live-blog'));
});
