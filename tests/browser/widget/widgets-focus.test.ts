/** Whoever uses a widget goes on where they were, while it changes around them. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startBrowser } from '../support.ts';
import { partnerOf } from './widget.ts';

const open = startBrowser();

const focusedOn = (page: Page) =>
  page.locator('live-blog').evaluate(({ shadowRoot }) => shadowRoot!.activeElement?.textContent);

test('the link to the blog keeps the focus when an update comes', async () => {
  const { partner, script, widget, publish } = await partnerOf(1);
  const page = await open(partner.page('/', script + widget()));
  await page.getByRole('link', { name: 'Storm' }).focus();
  await publish({ headline: 'Bridge closed' });
  await page.getByText('Bridge closed').waitFor();
  expect(await focusedOn(page)).toBe('Storm');
});

test('“Read more” keeps the focus when its entry is changed', async () => {
  const { partner, script, widget, desk, publish } = await partnerOf();
  const entry = await publish({ headline: 'Long', html: '<p>The wind turns north.</p>'.repeat(60) });
  const page = await open(partner.page('/', script + widget()));
  await page.getByText('Read more').focus();
  expect(await focusedOn(page)).toBe('Read more');
  await desk.edit('storm', entry, { headline: 'Longer' });
  await page.getByText('Longer').waitFor();
  expect(await focusedOn(page)).toBe('Read more');
});
