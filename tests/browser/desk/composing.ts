/** Somebody at the desk of one blog, in a real browser. */
import type { Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { Desk } from '../../../scripts/desk.ts';
import type { Entry } from '../../../shared/blog.ts';
import type { ListedEntry } from '../../../shared/desk.ts';
import type { Role } from '../../../shared/people.ts';
import { type Proxy, startProxy } from '../../support/proxy.ts';
import { type Service, startService } from '../../support/service.ts';
import { hire } from '../../support/staff.ts';
import type { startBrowser, Visit } from '../support.ts';

export interface AtDesk {
  page: Page;
  service: Service;
  /** The API with a token of its own, as somebody else would use it. */
  desk: Desk;
  person: { id: string; email: string };
  network: Proxy;
  address: string;
  headline: ReturnType<Page['getByRole']>;
  text: ReturnType<Page['getByRole']>;
  outbox: ReturnType<Page['getByRole']>;
  publish(headline: string, text?: string): Promise<void>;
  /** What readers have, newest first. */
  published(): Promise<Entry[]>;
  /** What the desk has in this state. */
  listed(state: string): Promise<ListedEntry[]>;
  /** Another tab of the same browser. */
  tab(): Promise<Page>;
}

/** The desk of the blog `storm`, which the page reaches over a network that can be broken. */
export async function atDesk(
  open: ReturnType<typeof startBrowser>,
  { role = 'editor', ...visit }: Visit & { role?: Role } = {},
): Promise<AtDesk> {
  const service = await startService({ WRITES_PER_MINUTE: '100000' });
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm', timezone: 'Europe/Kyiv' });
  const person = await hire(service, role);
  const network = await startProxy(service.url);
  const [name, value] = person.cookie.split('=') as [string, string];
  const address = `${network.url}/desk/storm`;
  const page = await open(address, {
    ...visit,
    prepare: async (page) => {
      await page.context().addCookies([{ url: network.url, name, value }]);
      await visit.prepare?.(page);
    },
  });
  await composerOn(page).waitFor();
  return {
    ...{ page, service, desk, person, network, address },
    headline: headlineOn(page),
    text: textOn(page),
    outbox: outboxOn(page),
    publish: (headline, text) => publishOn(page, headline, text),
    published: async () => (await (await fetch(`${service.url}/api/v1/blogs/storm`)).json()).entries,
    listed: async (state) =>
      (
        await desk.send<{ entries: ListedEntry[] }>(
          'GET',
          `/blogs/storm/desk/entries?state=${state}&limit=100`,
        )
      ).entries,
    tab: async () => {
      const tab = await page.context().newPage();
      await tab.goto(address);
      await composerOn(tab).waitFor();
      return tab;
    },
  };
}

const composerOn = (page: Page) => page.getByRole('toolbar', { name: 'Formatting' });
export const headlineOn = (page: Page) => page.getByRole('textbox', { name: 'Headline' });
export const textOn = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true });
export const outboxOn = (page: Page) => page.getByRole('region', { name: 'Outbox' });

export async function publishOn(page: Page, headline: string, text = ''): Promise<void> {
  await headlineOn(page).fill(headline);
  if (text) {
    await textOn(page).click();
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => headlineOn(page).inputValue()).toBe('');
}

/** What somebody has on the clipboard, pasted where the cursor is. */
export async function paste(page: Page, html: string): Promise<void> {
  await page.evaluate((html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', html);
    clipboardData.setData('text/plain', 'plain');
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement!.dispatchEvent(event);
  }, html);
}

/** The page goes without a chance to tidy up, and is opened again. */
export async function crash(at: AtDesk): Promise<Page> {
  const next = await at.page.context().newPage();
  await at.page.close();
  await next.goto(at.address);
  await composerOn(next).waitFor();
  onTestFinished(() => next.close());
  return next;
}
