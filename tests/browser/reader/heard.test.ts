/** The page by ear: what is said aloud, once, with its words, and how much of it. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { entryOn, eventually, focusedId, isLive, saidOn, scrollTo } from '../sight.ts';
import { BROKEN_NETWORK, anEntry, liveBlog, startBrowser } from '../support.ts';

const open = startBrowser();
const said = (page: Page) => eventually(() => saidOn(page).textContent());

test('what is new is said with its words; what breaks does not wait, and comes first', async () => {
  const { address, publish } = await liveBlog(3);
  const page = await open(address, { prepare: (page) => page.clock.install() });
  await isLive(page);
  await publish({ html: '<p>Without a headline.</p>' });
  await said(page).toBe('New update: Without a headline.');
  const breaking = await publish({ headline: 'Second span falls', breaking: true });
  await said(page).toBe('Breaking: Second span falls');
  await publish(anEntry(101));
  await publish(anEntry(102));
  await entryOn(page, await publish(anEntry(103))).waitFor();
  expect(await saidOn(page).textContent()).toBe('Breaking: Second span falls');
  await page.clock.fastForward('00:11');
  await said(page).toBe('3 new updates, latest: Headline 103');
  expect(breaking.breaking).toBe(true);
});

test('[R7] what was removed since it was said is no longer there to be heard', async () => {
  const { address, desk, publish, entries } = await liveBlog(30);
  const page = await open(address);
  await isLive(page);
  await scrollTo(page, entries[20]!);
  const entry = await publish({ headline: 'Not so', keyEvent: true });
  await said(page).toBe('New update: Not so');
  await desk.remove('storm', entry.id);
  await eventually(() => page.locator('body').textContent()).not.toMatch('Not so');
});

test('a correction to what is on the page is said, and the desk’s pause and what follows it', async () => {
  const { address, desk, entries } = await liveBlog(3);
  const page = await open(address);
  await isLive(page);
  await desk.edit('storm', entries[1]!, { correction: 'Twelve, not twenty.' });
  await said(page).toBe('Correction to “Headline 2”: Twelve, not twenty.');
  await desk.changeBlog('storm', { status: 'paused' });
  await said(page).toBe('Live coverage is paused.');
  await desk.changeBlog('storm', { status: 'live' });
  await said(page).toBe('Live coverage goes on.');
});

test('a line that is lost is said, and that it is there again', async () => {
  const { address } = await liveBlog(3);
  const page = await open(address, { forgive: BROKEN_NETWORK });
  await isLive(page);
  await page.context().setOffline(true);
  await said(page).toMatch(/^You’re offline\./);
  await page.context().setOffline(false);
  await said(page).toBe('Connected again.');
});

test('a reader chooses what is said aloud, and the device remembers it', async () => {
  const { address, publish } = await liveBlog(3);
  const page = await open(address, { prepare: (page) => page.clock.install() });
  await isLive(page);
  const choice = page.getByRole('combobox', { name: 'Spoken updates' });
  await choice.selectOption('Breaking news');
  await page.reload();
  await isLive(page);
  expect(await choice.inputValue()).toBe('breaking');
  await entryOn(page, await publish(anEntry(101))).waitFor();
  await page.clock.fastForward('00:11');
  expect(await saidOn(page).textContent()).toBe('');
  await publish({ headline: 'Dam breaks', breaking: true });
  await said(page).toBe('Breaking: Dam breaks');
});

test('who comes back hears what came meanwhile', async () => {
  const { address, publish } = await liveBlog(3);
  const page = await open(address);
  await isLive(page);
  await page.goto('about:blank');
  await publish(anEntry(101));
  await publish({ headline: 'Dam breaks', breaking: true });
  await page.goto(address);
  await said(page).toBe('Since you were here: 2 new updates. Breaking: Dam breaks');
});

test('one key goes to the newest, and one back to where somebody was', async () => {
  const { address, publish, entries } = await liveBlog(12);
  const page = await open(address);
  await isLive(page);
  await scrollTo(page, entries[8]!);
  await entryOn(page, entries[8]!).focus();
  const newest = await publish(anEntry(101));
  await said(page).toBe('New update: Headline 101');
  await page.keyboard.press('n');
  await eventually(() => focusedId(page)).toBe(newest.id);
  await page.keyboard.press('b');
  expect(await focusedId(page)).toBe(entries[8]!.id);
});

test('an entry without a headline is found by headings, and headings in a text stand below the entry’s', async () => {
  const { address, publish } = await liveBlog(0);
  await publish({ html: '<p>Wind turns.</p>', publishedAt: '2026-01-14T09:30:00Z' });
  await publish({ headline: 'Ports', html: '<h3>North</h3><p>Closed.</p>' });
  const page = await open(address);
  const headings = await page.getByRole('heading', { level: 3 }).allTextContents();
  expect(headings).toEqual(['Ports', '09:30, Wind turns.']);
  expect(await page.getByRole('heading', { level: 4 }).allTextContents()).toEqual(['North']);
});

test('relative times are for the eye alone, a page has one live region, and its links have names of their own', async () => {
  const { address } = await liveBlog(5);
  const page = await open(address);
  await isLive(page);
  const tree = await page.locator('main').ariaSnapshot();
  expect(tree).not.toMatch(/min ago/);
  expect(await page.locator('[aria-live], [role=status], [role=alert]').count()).toBe(1 + 1);
  const names = tree.match(/link "[^"]*"/g)!;
  expect(new Set(names).size).toBe(names.length);
  expect(tree).toContain('region "Live updates"');
});
