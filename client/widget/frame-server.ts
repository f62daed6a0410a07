/** The page in a frame: the widget as the server writes it, complete without script. Server only. */
import { Markup, markup } from '../../shared/markup.ts';
import type { FrameRenderer } from '../../shared/pages.ts';
import frameCss from './frame.css?inline';
import { writtenAt } from '../times/written-server.ts';
import { ATTRIBUTES, optionsFrom } from './options.ts';
import { viewOf } from './view.ts';
import widgetCss from './widget.css?inline';

export const STYLES: FrameRenderer['STYLES'] = [frameCss, widgetCss];

export const entryIn: FrameRenderer['entryIn'] = (query) => optionsFrom(reading(query)).entry;

export const nameOf: FrameRenderer['nameOf'] = (query) => JSON.stringify(ATTRIBUTES.map(reading(query)));

export const renderFrame: FrameRenderer['renderFrame'] = (origin, blog, single, query, isOpen) => {
  const given = reading(query);
  const options = optionsFrom(given);
  const view = viewOf({ origin, blog, single, connection: 'live' }, options);
  const address = `${origin}/${blog.slug}`;
  const { updatedAt, timezone } = blog.head;
  const written = writtenAt(updatedAt, { language: options.language ?? blog.head.language, timezone });
  const attributes = ATTRIBUTES.map((name) => markup` ${new Markup(name)}="${given(name)}"`).filter(
    (_, n) => given(ATTRIBUTES[n]!) !== null,
  );
  return markup`<!doctype html>
<html lang="${view.language}" dir="${view.direction}" data-theme="${options.theme}"${isOpen && markup` data-open`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${blog.head.title}</title>
<base target="_blank">
<link rel="canonical" href="${address}">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<style>${new Markup(frameCss)}</style>
</head>
<body>
<main><live-blog src="/${blog.slug}"${attributes} data-written="${JSON.stringify(written)}"><template shadowrootmode="open"><style>${new Markup(widgetCss)}</style><div class="root" part="root" lang="${view.language}" dir="${view.direction}"><div class="top"><div>${view.heading}</div><div>${view.status}</div></div><div class="list ${options.layout}">${view.items.map((item) => item.html)}</div><div class="bottom">${view.bottom}</div></div></template><a href="${address}">${blog.head.title}</a></live-blog></main>
<script async src="/embed.js"></script>
<script async src="/widget.js"></script>
</body>
</html>
`.text;
};

/** A frame has no page around it to take its colours from: it takes the device's, if not told otherwise. */
function reading(query: Record<string, unknown>): (name: (typeof ATTRIBUTES)[number]) => string | null {
  return (name) => {
    const given = query[name];
    return typeof given === 'string' ? given : name === 'theme' ? 'auto' : null;
  };
}
