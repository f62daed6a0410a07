/** Works behind the reader page: keeps what was last read for when there is no network, and shows alerts. */
import type { Alert, Withdrawal } from '../../shared/alerts.ts';
import type { Message } from './messages.ts';
import { openAlert, showAlert, takeBack } from './alerts.ts';
import { answerPage, forgetOldCaches, forgetPagesWith, isKeepable, keep, keptAsset } from './pages.ts';

declare const self: ServiceWorkerGlobalScope;

let lastWork = Promise.resolve();

/** One after the other: what is to be forgotten must not come back with a page that is on its way. */
function inTurn(work: () => Promise<void>): Promise<void> {
  lastWork = lastWork.catch(() => {}).then(work);
  return lastWork;
}

self.addEventListener('install', () => void self.skipWaiting());

self.addEventListener('activate', (event) => event.waitUntil(forgetOldCaches()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && isKeepable(pathname)) event.respondWith(answerPage(request));
  else if (pathname.startsWith('/assets/')) event.respondWith(keptAsset(request));
});

self.addEventListener('message', (event) => {
  const message = event.data as Message;
  event.waitUntil(inTurn(() => ('keep' in message ? keep(message.keep) : forgetPagesWith(message.forget))));
});

self.addEventListener('push', (event) => {
  const alert = event.data?.json() as Alert | Withdrawal;
  if (!('removed' in alert)) return event.waitUntil(showAlert(alert));
  event.waitUntil(Promise.all([takeBack(alert), inTurn(() => forgetPagesWith([alert.tag]))]));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openAlert(event.notification));
});
