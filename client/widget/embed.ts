/**
 * `/embed.js`, on both sides of a frame: on the page around it, it makes the frame as high as what it shows; in the
 * frame, it tells how high that is. Each side believes nobody but the other.
 */

/** From the page to the frame: here is somebody who can make you fitFrame. There is no secret in it. */
const HELLO = 'live-blog-hello';
/** From the frame to the page: `{ type, height }`, in CSS pixels. */
const HEIGHT = 'live-blog-height';
/** Higher than that it is cut off. */
const MOST_HEIGHT = 20_000;

const home = new URL((document.currentScript as HTMLScriptElement).src).origin;
const isFrame = location.href.startsWith(`${home}/embed/`);

let stopTelling = new AbortController();

// On which sites the frame may be at all, the browser has checked before it showed it (frame-ancestors).
function startTelling({ origin, source, data }: MessageEvent): void {
  if (source !== window.parent || data?.type !== HELLO || origin === 'null') return;
  stopTelling.abort();
  stopTelling = new AbortController();
  const { signal } = stopTelling;
  const tell = (): void => {
    const { height } = document.body.getBoundingClientRect();
    window.parent.postMessage({ type: HEIGHT, height }, origin);
  };
  const watching = new ResizeObserver(tell);
  watching.observe(document.body);
  signal.addEventListener('abort', () => watching.disconnect());
  // Nothing is observed while the frame is far from the screen, and it should be as high as it is before it comes there.
  for (const type of ['load', 'update']) document.addEventListener(type, tell, { capture: true, signal });
  tell();
}

function fitFrame({ origin, source, data }: MessageEvent): void {
  if (origin !== home || data?.type !== HEIGHT) return;
  const { height } = data as { height: unknown };
  const frame = ourFrames().find(({ contentWindow }) => contentWindow === source);
  if (!frame || typeof height !== 'number' || !(height > 0)) return;
  const { bottom } = frame.getBoundingClientRect();
  frame.style.height = `${Math.min(Math.ceil(height), MOST_HEIGHT)}px`;
  // What is read behind it stays where it is; most browsers see to that themselves, Safari doesn't.
  if (bottom <= 0 && !CSS.supports('overflow-anchor', 'auto'))
    window.scrollBy({ top: frame.getBoundingClientRect().bottom - bottom, behavior: 'instant' });
}

const ourFrames = (): HTMLIFrameElement[] =>
  [...document.querySelectorAll('iframe')].filter(({ src }) => src.startsWith(`${home}/embed/`));

const greet = ({ contentWindow }: HTMLIFrameElement): void =>
  contentWindow?.postMessage({ type: HELLO }, '*');

window.addEventListener('message', isFrame ? startTelling : fitFrame);
if (!isFrame) {
  ourFrames().forEach(greet);
  const greetLoaded = ({ target }: Event): void =>
    ourFrames()
      .filter((frame) => frame === target)
      .forEach(greet);
  document.addEventListener('load', greetLoaded, true);
}
