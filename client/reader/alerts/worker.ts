/** The service worker, as the page knows it. */
import type { Message } from '../../worker/messages.ts';

let registered: Promise<ServiceWorkerRegistration> | undefined;

/** False on an address that is neither https nor this machine's own, and in a browser that has none. */
export const hasWorker = (): boolean => 'serviceWorker' in navigator;

/** Starts it, where it isn't there yet, and waits until it works. Throws what the browser throws. */
export async function startWorker(): Promise<ServiceWorkerRegistration> {
  registered ??= navigator.serviceWorker.register('/service-worker.js');
  await registered;
  return navigator.serviceWorker.ready;
}

export async function tellWorker(message: Message): Promise<void> {
  (await startWorker()).active?.postMessage(message);
}
