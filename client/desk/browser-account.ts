/** Whose browser this is: tabs of two accounts share one session, that of the account which signed in last. */
import { storage } from './shelf.ts';

const KEY = 'dateline.account';

/** Tells every other tab. Without room it stays whose it was. */
export function takeBrowser(accountId: string): void {
  try {
    // With the time, so that the same account is heard of again.
    storage()?.setItem(KEY, `${accountId} ${Date.now()}`);
  } catch {
    // What comes next and has to be kept says so.
  }
}

/** False once another account has signed in. */
export function isBrowserOf(accountId: string): boolean {
  const whose = storage()?.getItem(KEY);
  return whose?.startsWith(accountId) ?? true;
}

/** Hears of every sign-in in another tab. */
export function onBrowserTaken(listener: () => void): void {
  window.addEventListener('storage', ({ key }) => {
    if (key === KEY) listener();
  });
}
