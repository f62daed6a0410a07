/** Who publishes, and where: what pages, feeds and search engines say of the newsroom itself. */
import type { Picture, Site } from '../../../shared/pages.ts';
import type { PicturedBlog } from '../../feeds/feed.ts';

/** Addresses are absolute. */
export interface Publisher extends Site {
  logo: string;
  /** The picture of whatever has none of its own. */
  image: string | null;
}

/** As it is set: `logo` and `image` may be empty, and `image` a path. */
export interface SiteSettings extends Site {
  /** Of what belongs to no blog (BCP 47). */
  language: string;
  /** Of the front's days (IANA). */
  timezone: string;
  logo: string;
  image: string;
}

/** `icon` is the path of the logo of those who have set none. */
export function publisherOf({ name, url, logo, image }: SiteSettings, icon: string): Publisher {
  return { name, url, logo: logo || url + icon, image: image ? new URL(image, url).href : null };
}

/** The picture that stands for a blog: its own, else the newsroom's. */
export function imageOf(
  publisher: Publisher,
  { image, imageAlt }: Pick<PicturedBlog, 'image' | 'imageAlt'>,
): Picture {
  if (image === null) return { image: publisher.image, imageAlt: null, imageSize: null };
  return { image: new URL(image, publisher.url).href, imageAlt, imageSize: null };
}

export const addressOf = (site: Site, slug: string): string => `${site.url}/${slug}`;

/** An entry's own page. */
export const entryAddress = (site: Site, slug: string, id: string): string => `${site.url}/${slug}/${id}`;
