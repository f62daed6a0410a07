/** Alerts: what a browser may ask for, and what is pushed to it. */

/** `breaking` entries alone, or those and `key` events. */
export type Which = 'breaking' | 'key';

/** The notification, as it travels encrypted to the service worker. */
export interface Alert {
  /** The entry's id: what comes later with the same tag takes its place. */
  tag: string;
  title: string;
  body: string;
  /** The path of the entry's page. */
  url: string;
  /** The blog's. */
  language: string;
}

/** The entry is no more: what was said of it is taken back [R7]. Title and path are the blog's. */
export interface Withdrawal extends Omit<Alert, 'body'> {
  removed: true;
}
