/** Which picture is drawn for a page whose blog has none of its own, and where it is. */
import { createHash } from 'node:crypto';
import type { Entry, Head } from '../../../shared/blog.ts';
import { directionOf } from '../../../shared/language.ts';
import type { Picture, Site } from '../../../shared/pages.ts';
import { titleOf } from '../../../shared/text.ts';
import { addressOf, entryAddress } from '../pages/site.ts';
import { canDraw, type Drawing, HEIGHT, WIDTH } from './drawing.ts';

/** Of an entry, or of the blog itself. */
export function drawingOf({ name }: Site, head: Head, entry?: Entry): Drawing {
  const time = entry ? written(entry.publishedAt, head, 'short') : written(head.updatedAt, head);
  const title = entry ? titleOf(entry) : head.title;
  return { title, name, time, isRtl: directionOf(head.language) === 'rtl' };
}

/** Its address is another one as soon as it shows something else: whoever keeps pictures asks again. */
export function drawnOf(site: Site, slug: string, head: Head, entry?: Entry): Picture {
  const drawing = drawingOf(site, head, entry);
  const page = entry ? entryAddress(site, slug, entry.id) : addressOf(site, slug);
  const version = createHash('sha256').update(JSON.stringify(drawing)).digest('base64url').slice(0, 8);
  return {
    image: `${page}/preview.png?v=${version}`,
    imageAlt: `${drawing.title} – ${site.name}`,
    imageSize: { width: WIDTH, height: HEIGHT },
  };
}

/** In figures alone where the language has letters that can't be drawn. */
function written(iso: string, { language, timezone }: Head, timeStyle?: 'short'): string {
  const write = (locale: string, dateStyle: 'long' | 'short') =>
    new Intl.DateTimeFormat(locale, { dateStyle, timeStyle, timeZone: timezone }).format(new Date(iso));
  const inWords = write(language, 'long');
  return canDraw(inWords) ? inWords : write('sv', 'short');
}
