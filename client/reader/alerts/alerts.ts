/** Asks the browser, and the service, for notifications of a blog's news. */
import type { Which } from '../../../shared/alerts.ts';
import { recall, remember } from '../live/memory.ts';
import { hasWorker, startWorker } from './worker.ts';

/** Where nothing can pop up there is no place to choose, nor to say anything. */
const canPopUp = (): boolean => 'popover' in document.body;

export const canNotify = (): boolean =>
  hasWorker() && 'PushManager' in window && 'Notification' in window && canPopUp();

/** iPhones, which alone say whether they are there, notify only from the home screen. */
export const needsHomeScreen = (): boolean =>
  !canNotify() && (navigator as { standalone?: boolean }).standalone === false && canPopUp();

/** What this device is to be told of, as far as it knows. */
export function wanted(slug: string): Which | null {
  const which = remembered(slug)?.which ?? null;
  // Asked last: the browser takes its time to say.
  return which && Notification.permission === 'granted' ? which : null;
}

/** Asks for permission where it must. False where it isn't given; throws where anything else fails. */
export async function turnOn(slug: string, which: Which): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  const subscription = await subscribe();
  await send('PUT', slug, { subscription, which });
  remember('device', 'alerts', slug, `${which} ${subscription.endpoint}`);
  return true;
}

/** Throws where the service can't be reached: it would go on telling. */
export async function turnOff(slug: string): Promise<void> {
  const known = remembered(slug);
  if (known) await send('DELETE', slug, { endpoint: known.endpoint });
  remember('device', 'alerts', slug, '');
}

/** Browsers change their address for messages from time to time. */
export async function renew(slug: string): Promise<void> {
  const which = wanted(slug);
  if (!which) return;
  const { pushManager } = await startWorker();
  const subscription = await pushManager.getSubscription();
  if (subscription?.endpoint !== remembered(slug)?.endpoint) await turnOn(slug, which);
}

async function subscribe(): Promise<PushSubscription> {
  const { pushManager } = await startWorker();
  const answer = await fetch('/api/v1/alerts/key');
  const { key } = (await answer.json()) as { key: string };
  const wish = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await pushManager.subscribe(wish);
  } catch (error) {
    // It has a subscription with another key, such as of a service that was here before.
    if ((error as DOMException).name !== 'InvalidStateError') throw error;
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(wish);
  }
}

async function send(method: string, slug: string, body: unknown): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`/api/v1/blogs/${slug}/alerts`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${answer.status}`);
}

function remembered(slug: string): { which: Which; endpoint: string } | null {
  const [which, endpoint] = recall('device', 'alerts', slug)?.split(' ') ?? [];
  return which && endpoint ? { which: which as Which, endpoint } : null;
}
