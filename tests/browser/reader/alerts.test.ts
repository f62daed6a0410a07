/** A reader asks for notifications, gets them, is told when they are no longer true, and turns them off. */
import AxeBuilder from '@axe-core/playwright';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type Browser, startPushService } from '../../support/push.ts';
import { shiftsOn, watchShifts } from '../shifts.ts';
import { NO_OVERFLOW, eventually, isLive, overflowOn, tabTo } from '../sight.ts';
import { startBrowser, liveBlog, PHONE, type Visit } from '../support.ts';

const open = startBrowser('whole');
const BREAKING = { headline: 'Bridge closed', html: '<p>Both lanes.</p>', breaking: true };
const bell = (page: Page) => page.locator('[popovertarget=alerts]');
const choose = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('[R7] alerts come once they are wanted, are taken back when the entry is removed, and end when turned off', async () => {
  const { page, device, publish, desk, deliver, another } = await subscribable();
  await bell(page).click();
  await choose(page, 'Breaking news');
  await page.getByText('Notifications on').waitFor();

  const entry = await publish(BREAKING);
  await deliver(1);
  await eventually(() => notificationsOn(page)).toEqual([
    { title: 'Bridge closed', body: 'Storm', lang: 'en', data: `/storm/${entry.id}`, silent: false },
  ]);
  await desk.remove('storm', entry.id);
  await deliver(2);
  await eventually(() => notificationsOn(page)).toEqual([
    { title: 'Storm', body: 'This update was removed.', lang: 'en', data: '/storm', silent: true },
  ]);

  await page.reload();
  await page.getByText('Notifications on').waitFor();
  await bell(page).click();
  expect(await page.getByRole('button', { pressed: true }).textContent()).toContain('Breaking news');
  await choose(page, 'Nothing');
  await page.getByText('Notify me', { exact: true }).waitFor();
  const other = await another();
  await publish(BREAKING);
  await eventually(() => other.messages.length).toBe(1);
  expect(device.posts).toHaveLength(2);
});

test('a notification that is pressed brings the entry’s page, the one that is open or a new one', async () => {
  const { page, address, publish, deliver } = await subscribable();
  await bell(page).click();
  await choose(page, 'Breaking news and key events');
  await page.getByText('Notifications on').waitFor();
  const entry = await publish({ headline: 'Peak', keyEvent: true });
  await deliver(1);
  await eventually(async () => (await notificationsOn(page)).length).toBe(1);
  expect(await press(page)).toBe(`opened /storm/${entry.id}`);
  await eventually(() => notificationsOn(page)).toEqual([]);

  await page.goto(`${address}/${entry.id}`);
  await deliver(1);
  await eventually(async () => (await notificationsOn(page)).length).toBe(1);
  expect(await press(page)).toBe(`focused /storm/${entry.id}`);
});

test('who has blocked notifications is told so, and where the service can’t be reached nothing is turned on', async () => {
  const { address } = await liveBlog(1);
  const blocked = await open(address, { permissions: [] });
  const told = blocked.locator('#alerts [role=status]');
  const roomOf = (region: Locator) =>
    region.evaluate((element) => [getComputedStyle(element).display, element.getBoundingClientRect().height]);
  await bell(blocked).click();
  expect(await roomOf(told)).toEqual(['block', 0]);
  await choose(blocked, 'Breaking news');
  await told.getByText('Your browser blocks notifications from this site.').waitFor();
  await blocked.keyboard.press('Escape');
  await bell(blocked).click();
  await told.waitFor({ state: 'attached' });
  expect(await told.textContent()).toBe('');

  const { page } = await subscribable({ forgive: /ERR_FAILED/ });
  await page.route('**/api/v1/blogs/storm/alerts', (route) => route.abort('failed'));
  await bell(page).click();
  await choose(page, 'Breaking news');
  await page.getByText('That didn’t work, and nothing was changed.').waitFor();
  expect(await page.getByRole('button', { pressed: true }).textContent()).toContain('Nothing');
});

test('what is said in English in a blog in Urdu stands where the choices do', async () => {
  const { address } = await liveBlog(1, { language: 'ur' });
  const page = await open(address, { permissions: [] });
  await bell(page).click();
  await choose(page, 'Breaking news');
  const outcome = page.locator('#alerts .outcome [lang=en]');
  expect(await outcome.evaluate((words) => getComputedStyle(words).direction)).toBe('ltr');
  const edgeOf = (selector: string) =>
    page.locator(selector).evaluate((paragraph) => {
      const words = document.createRange();
      words.selectNodeContents(paragraph);
      return Math.round(words.getBoundingClientRect().right);
    });
  expect(await edgeOf('#alerts .outcome')).toBe(await edgeOf('#alerts p:first-child'));
});

test('who reads on an iPhone, and not from its home screen, is told the way there', async () => {
  const { address } = await liveBlog(1);
  const page = await open(address, {
    ...PHONE,
    prepare: (page) =>
      page.addInitScript(() => {
        Object.defineProperty(navigator, 'standalone', { value: false });
        delete (window as { PushManager?: unknown }).PushManager;
      }),
  });
  await page.getByRole('button', { name: 'Notify me' }).click();
  const panel = page.getByRole('dialog', { name: 'Notify me of' });
  await panel.getByText('Add to Home Screen').waitFor();
  expect(await panel.getByRole('button').count()).toBe(0);
});

test('of a blog that has ended they can be turned off; the bell says that they are, and goes once that is read', async () => {
  const { page, desk } = await subscribable();
  await bell(page).click();
  await choose(page, 'Breaking news');
  await page.getByText('Notifications on').waitFor();
  await desk.changeBlog('storm', { status: 'ended' });
  await page.getByRole('main').getByText('Live coverage has ended.').waitFor();
  await choose(page, 'Nothing');
  await page.getByRole('status').getByText('Notifications are off.').waitFor();
  expect(await page.getByRole('button', { pressed: true }).textContent()).toContain('Nothing');
  await page.keyboard.press('Escape');
  await eventually(() => bell(page).count()).toBe(0);
});

test.each([
  ['en', 'light', { viewport: { width: 1280, height: 800 } }],
  ['uk', 'dark', PHONE],
  ['ar', 'light', { viewport: { width: 320, height: 640 } }],
] as const)(
  'the bell moves nothing, works by keyboard and passes axe: %s, %s',
  async (language, colorScheme, visit) => {
    const { address } = await liveBlog(4, { language });
    const page = await open(address, { ...visit, colorScheme, prepare: watchShifts });
    await page.locator('.readers').waitFor();
    await bell(page).waitFor();
    expect(await shiftsOn(page)).toEqual([]);
    await tabTo(page, '[popovertarget=alerts]');
    await page.keyboard.press('Enter');
    const box = page.locator('#alerts');
    await box.waitFor({ state: 'visible' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    expect(await overflowOn(page)).toEqual(NO_OVERFLOW);
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('bell');
  },
);

test('nobody is asked before they have pressed anything, and there is no cookie', async () => {
  const { address } = await liveBlog(1);
  const page = await open(address, {
    prepare: (page) =>
      page.addInitScript(() => {
        Notification.requestPermission = () => Promise.reject(new Error('nobody has pressed anything'));
      }),
  });
  await isLive(page);
  await bell(page).waitFor();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

/** A page whose browser is subscribed at our push service; a real one is nowhere to be had. */
async function subscribable(visit: Visit = {}) {
  const push = await startPushService();
  const blog = await liveBlog(1, {}, { PUSH_HOSTS: push.origin });
  const answer = await fetch(`${blog.url}/api/v1/alerts/key`);
  const { key } = (await answer.json()) as { key: string };
  const device = push.browser(key);
  const page = await open(blog.address, {
    permissions: ['notifications'],
    ...visit,
    prepare: (page) => page.addInitScript(subscribeAs, device.subscription),
  });
  await isLive(page);
  const session = await page.context().newCDPSession(page);
  /** Hands the browser what its push service has got, the `n`th message. */
  const deliver = async (n: number) => {
    await eventually(() => device.messages.length).toBe(n);
    await deliverTo(session, page, device);
  };
  /** Another reader's browser, which is told of breaking news. */
  const another = async () => {
    const other = push.browser(key);
    await fetch(`${blog.url}/api/v1/blogs/storm/alerts`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
      body: JSON.stringify({ subscription: other.subscription, which: 'breaking' }),
    });
    return other;
  };
  return { ...blog, page, device, deliver, another };
}

function subscribeAs(subscription: Browser['subscription']): void {
  let isSubscribed = false;
  const given = { ...subscription, toJSON: () => subscription } as unknown as PushSubscription;
  PushManager.prototype.subscribe = async (options) => {
    if (!options?.userVisibleOnly || !options.applicationServerKey) throw new Error('no browser takes this');
    isSubscribed = true;
    return given;
  };
  PushManager.prototype.getSubscription = async () => (isSubscribed ? given : null);
}

async function deliverTo(session: CDPSession, page: Page, { messages }: Browser): Promise<void> {
  const registrationId = await new Promise<string>((resolve, reject) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId);
    });
    session.send('ServiceWorker.enable').catch(reject);
  });
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: new URL(page.url()).origin,
    registrationId,
    data: JSON.stringify(messages.at(-1)),
  });
  await session.send('ServiceWorker.disable');
}

const notificationsOn = (page: Page) =>
  page.evaluate(async () => {
    const shown = await (await navigator.serviceWorker.ready).getNotifications();
    return shown.map(({ title, body, lang, data, silent }) => ({
      title,
      body,
      lang,
      data: data as string,
      silent,
    }));
  });

/**
 * Presses the notification. Chromium lets a worker bring a window to the front only where somebody has really pressed,
 * so this says what the worker wants to do.
 */
function press(page: Page): Promise<string> {
  return page
    .context()
    .serviceWorkers()[0]!
    .evaluate(async () => {
      const scope = globalThis as unknown as EventTarget & {
        registration: ServiceWorkerRegistration;
        clients: { openWindow(url: string): Promise<null> };
        WindowClient: { prototype: { url: string; focus(): Promise<unknown> } };
      };
      const [notification] = await scope.registration.getNotifications();
      const pressed = new Promise<string>((resolve) => {
        scope.clients.openWindow = async (url) => (resolve(`opened ${new URL(url).pathname}`), null);
        scope.WindowClient.prototype.focus = async function () {
          resolve(`focused ${new URL(this.url).pathname}`);
        };
      });
      scope.dispatchEvent(
        Object.assign(new Event('notificationclick'), { notification, waitUntil: () => {} }),
      );
      return pressed;
    });
}
