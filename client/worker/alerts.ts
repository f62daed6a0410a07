/** Notifications: shown, taken back, opened. */
import type { Alert, Withdrawal } from '../../shared/alerts.ts';
import { spokenFor } from '../../shared/language.ts';

declare const self: ServiceWorkerGlobalScope;

const FILES = import.meta.glob<string>('../messages/*.json', { eager: true, import: 'alertRemoved' });
/** By language. */
const REMOVED = Object.fromEntries(
  Object.entries(FILES).map(([path, words]) => [path.replace(/^.*\/|\.json$/g, ''), words]),
);

export function showAlert({ tag, title, body, url, language }: Alert): Promise<void> {
  return self.registration.showNotification(title, { tag, body, lang: language, data: url });
}

/**
 * Puts a quiet word in the place of what is no longer true. Just closing it would be silent, and browsers end
 * subscriptions for being silent.
 */
export async function takeBack({ tag, title, url, language }: Withdrawal): Promise<void> {
  const shown = await self.registration.getNotifications({ tag });
  if (shown.length === 0) return;
  const body = REMOVED[spokenFor(language, Object.keys(REMOVED)) ?? 'en']!;
  await self.registration.showNotification(title, { tag, body, lang: language, data: url, silent: true });
}

/** Brings the entry's page to the front, or opens it. */
export async function openAlert({ data }: Notification): Promise<void> {
  const { href } = new URL(data as string, self.location.origin);
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = windows.find(({ url }) => url === href);
  await (open ? open.focus() : self.clients.openWindow(href));
}
