/**
 * `/embed.js`, on both sides of a frame: on the page around it, it makes the frame as high as what it shows; in the
 * frame, it tells how high that is. Each side believes nobody but the other.
 */
import { type Held, holdOneOf } from '../anchor.ts';
import { whenStill } from '../scrolling.ts';

/** From the page to the frame: here is somebody who can make you fitFrame. There is no secret in it. */
const HELLO = 'live-blog-hello';
/** From the frame to the page: `{ type, height, tops }`, in CSS pixels. */
const HEIGHT = 'live-blog-height';
/** Higher than that it is cut off. */
const MOST_HEIGHT = 20_000;

const home = new URL((document.currentScript as HTMLScriptElement).src).origin;
const isFrame = location.href.startsWith(`${home}/embed/`);

/** Where each entry begins in a frame, from the top: its id, and CSS pixels. */
type Tops = [string, number][];

/** WordPress seals frames, and knows each by what it wrote behind its address. */
const secret = /secret=([0-9a-z]{1,40})$/i.exec(location.hash)?.[1];

let stopTelling = new AbortController();
const toldTops = new WeakMap<HTMLIFrameElement, Tops>();

// On which sites the frame may be at all, the browser has checked before it showed it (frame-ancestors).
function startTelling({ origin, source, data }: MessageEvent): void {
  if (source !== window.parent || data?.type !== HELLO || origin === 'null') return;
  stopTelling.abort();
  stopTelling = new AbortController();
  const tell = (height: number): void =>
    window.parent.postMessage({ type: HEIGHT, height, tops: topsHere() }, origin);
  tellHeight(tell, stopTelling.signal);
}

function tellHeight(tell: (height: number) => void, signal?: AbortSignal): void {
  const tellNow = (): void => tell(document.body.getBoundingClientRect().height);
  const watching = new ResizeObserver(tellNow);
  watching.observe(document.body);
  signal?.addEventListener('abort', () => watching.disconnect());
  // Nothing is observed while the frame is far from the screen, and it should be as high as it is before it comes there.
  const options = { capture: true, ...(signal && { signal }) };
  for (const type of ['load', 'update']) document.addEventListener(type, tellNow, options);
  tellNow();
}

/** As WordPress's own embeds do: https://github.com/WordPress/WordPress/blob/master/wp-includes/js/wp-embed-template.js */
function tellWordPress(): void {
  const tell = (message: string, value: number | string): void =>
    window.parent.postMessage({ message, value, secret }, '*');
  const tellAll = (height: number): void => tell('height', Math.ceil(height));
  tellHeight(tellAll);
  window.addEventListener('message', ({ source, data }) => {
    if (source === window.parent && data?.message === 'ready' && data.secret === secret)
      tellAll(document.body.getBoundingClientRect().height);
  });
  // A sealed frame opens no page by itself; WordPress does so for links to where the frame is from.
  document.addEventListener('click', (click) => {
    const link = click.composedPath().find((element) => element instanceof HTMLAnchorElement);
    if (!link || self.origin !== 'null') return;
    click.preventDefault();
    tell('link', link.href);
  });
}

function topsHere(): Tops {
  const entries = document.querySelector('live-blog')?.shadowRoot?.querySelectorAll('article') ?? [];
  return [...entries].map((entry) => [entry.dataset.entry!, entry.getBoundingClientRect().top]);
}

function fitFrame({ origin, source, data }: MessageEvent): void {
  if (data?.type !== HEIGHT) return;
  const { height, tops } = data as { height: unknown; tops: Tops };
  const frame = ourFrames().find(({ contentWindow }) => contentWindow === source);
  if (!frame || origin !== originOf(frame) || typeof height !== 'number' || !(height > 0)) return;
  whenStill(() => {
    const putBack = holdOneOf(heldIn(frame, tops), frame);
    frame.style.height = `${Math.min(Math.ceil(height), MOST_HEIGHT)}px`;
    putBack();
    toldTops.set(frame, tops);
  });
}

/** What is read in a frame: as it was told the last time, what begins on screen, or else above it. */
function heldIn(frame: HTMLIFrameElement, tops: Tops): Held[] {
  const now = new Map(tops);
  const topOfFrame = (): number => frame.getBoundingClientRect().top;
  const held = (toldTops.get(frame) ?? []).map(([id, top]) => ({
    was: topOfFrame() + top,
    place: () => topOfFrame() + (now.get(id) ?? NaN),
  }));
  const isOnScreen = ({ was }: Held): boolean => was >= 0 && was < innerHeight;
  return [...held.filter(isOnScreen), ...held.filter(({ was }) => was < 0).reverse()];
}

const ourFrames = (): HTMLIFrameElement[] =>
  [...document.querySelectorAll('iframe')].filter(({ src }) => src.startsWith(`${home}/embed/`));

/** One that its page has sealed off has none. */
const originOf = ({ sandbox }: HTMLIFrameElement): string =>
  sandbox.length > 0 && !sandbox.contains('allow-same-origin') ? 'null' : home;

const greet = ({ contentWindow }: HTMLIFrameElement): void =>
  contentWindow?.postMessage({ type: HELLO }, '*');

window.addEventListener('message', isFrame ? startTelling : fitFrame);
if (isFrame && secret) tellWordPress();
if (!isFrame) {
  ourFrames().forEach(greet);
  const greetLoaded = ({ target }: Event): void =>
    ourFrames()
      .filter((frame) => frame === target)
      .forEach(greet);
  document.addEventListener('load', greetLoaded, true);
}
