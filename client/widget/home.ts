/** Where this script came from: the one service whose blogs it shows. A page can't be made to show anybody else's HTML. */
import { urlOf } from '../../shared/address.ts';

const script = document.currentScript as HTMLScriptElement | null;
if (!script?.src) throw new Error('Load widget.js with <script async src="…"></script>, as it is.');

export const HOME = new URL(script.src).origin;

/** The site around the frame, where the widget is in a frame of the service; else nothing. */
export const FROM = location.origin === HOME && window.parent !== window ? siteAround() : '';

/** In a frame that its page has sealed off (`sandbox`): what it asks comes from nowhere, and is answered for open blogs alone. */
export const IS_SEALED =
  self.origin === 'null' &&
  location.href.startsWith(`${HOME}/embed/`) &&
  !('open' in document.documentElement.dataset);

function siteAround(): string {
  const ancestor = location.ancestorOrigins?.[0];
  return ancestor ?? (document.referrer && new URL(document.referrer).origin);
}

/** The slug in an address of the service, such as `https://live.example.org/flood`; undefined for any other address. */
export function slugFrom(address: string | null): string | undefined {
  const { origin, pathname } = (address && urlOf(address, HOME)) || {};
  return origin === HOME && pathname ? /^\/([a-z0-9-]{1,80})\/?$/.exec(pathname)?.[1] : undefined;
}
