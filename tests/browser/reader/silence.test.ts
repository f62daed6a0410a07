/** A network that swallows everything and closes nothing: no page looks live for longer than 20 seconds [R15]. */
import type { Page } from 'playwright-core';
import { test } from 'vitest';
import { startProxy } from '../../support/proxy.ts';
import { atDesk } from '../desk/composing.ts';
import { isLive, noteOn } from '../sight.ts';
import { anEntry, liveBlog, startBrowser } from '../support.ts';

const open = startBrowser();
/** The page's own time is turned on; what it asks of the network takes as long as it takes. */
const ownTime = (page: Page): Promise<void> => page.clock.install();
/** What the browser says itself of an attempt that is given up. */
const forgive = /WebSocket is closed before the connection is established|net::ERR_/;

test('[R15] [R6] the reader’s page says so, and has all that was published when the network is back', async () => {
  const { url, desk } = await liveBlog(1);
  const network = await startProxy(url);
  const page = await open(`${network.url}/storm`, { prepare: ownTime, forgive });
  await isLive(page);
  network.set('blackhole');
  await desk.publish('storm', anEntry(2));
  await page.clock.runFor(14_500);
  await page.clock.runFor(5_400);
  await noteOn(page).getByText('Reconnecting').waitFor();
  network.set('pass');
  await page.clock.runFor(3_000);
  await page.getByText(anEntry(2).headline).first().waitFor();
});

test('[R15] the desk says so, and that delivery is live when it is again', async () => {
  const { page, network } = await atDesk(open, { prepare: ownTime, forgive });
  await page.getByText('Delivery is live').waitFor();
  network.set('blackhole');
  await page.clock.runFor(14_500);
  await page.clock.runFor(5_400);
  await page.getByText('Reconnecting').waitFor();
  network.set('pass');
  await page.clock.runFor(6_000);
  await page.getByText('Delivery is live').waitFor();
});
