/** The HTML of every page: the built template, filled with what the client's own components render. */
import { readFile } from 'node:fs/promises';
import type { Blog } from '../../../shared/blog.ts';
import { directionOf } from '../../../shared/language.ts';
import type { FrontProps, PageRenderer, ReaderProps, Rendered, Site } from '../../../shared/pages.ts';
import { withFontsFor } from './fonts.ts';
import { collectionPage, postingOf } from './jsonld.ts';
import { previewOf } from './preview.ts';
import type { Shown } from './shown.ts';
import { type Publisher, publisherOf, type SiteSettings } from './site.ts';

const DIST = new URL('../../../client/dist/', import.meta.url);
export const ASSETS = new URL('browser/assets/', DIST);

export class Html {
  readonly #renderer: PageRenderer;
  readonly #template: string;
  readonly #frontTemplate: string;
  readonly #settings: () => SiteSettings;
  readonly #icon: string;

  private constructor(
    renderer: PageRenderer,
    template: string,
    frontTemplate: string,
    settings: () => SiteSettings,
  ) {
    this.#renderer = renderer;
    this.#template = template;
    this.#frontTemplate = frontTemplate;
    this.#settings = settings;
    this.#icon = /<link rel="icon" href="([^"]+)"/.exec(template)![1]!;
  }

  /** Throws where the client has not been built. */
  static async load(settings: () => SiteSettings): Promise<Html> {
    const template = await readFile(new URL('browser/reader/index.html', DIST), 'utf8');
    const front = await readFile(new URL('browser/reader/front.html', DIST), 'utf8');
    const renderer = (await import(new URL('server/entry-server.js', DIST).href)) as PageRenderer;
    return new Html(renderer, template, front, settings);
  }

  publisher(): Publisher {
    return publisherOf(this.#settings(), this.#icon);
  }

  /** Of what belongs to no blog (BCP 47). */
  get language(): string {
    return this.#settings().language;
  }

  /** What the page of a blog in this language says itself. */
  wordsFor(language: string): ReturnType<PageRenderer['wordsFor']>['say'] {
    return this.#renderer.wordsFor(language).say;
  }

  /** `before` is the cursor of a page of older entries. */
  front(
    shown: Pick<FrontProps, 'section' | 'page' | 'older' | 'updatedAt' | 'hour'>,
    before?: string,
  ): string {
    const { language, timezone } = this.#settings();
    const publisher = this.publisher();
    const { updatedAt, section } = shown;
    const site = this.#site();
    const written = this.#renderer.writtenFor({ language, timezone, updatedAt });
    const props: FrontProps = { site, language, timezone, ...shown, written };
    const feeds = section ? `${site.url}/sections/${section.slug}` : site.url;
    const newest = section ? feeds : `${feeds}/`;
    const address = before === undefined ? newest : `${newest}?before=${before}`;
    const title = section ? `${section.name} – ${site.name}` : site.name;
    const rendered = this.#renderer.renderFront(props, {
      site,
      address,
      feeds,
      title,
      image: publisher.image,
    });
    const data =
      dataScript('application/json', 'props', props) +
      dataScript(
        'application/ld+json',
        'json-ld',
        collectionPage(publisher, { address, title, language, ...shown }),
      );
    return this.#fill(rendered, language, data, this.#frontTemplate);
  }

  /** `blog` is the one at whose address it is. */
  error(status: number, blog?: Blog): string {
    const language = blog?.head.language ?? this.#settings().language;
    const props = { site: this.#site(), language, status, slug: blog?.slug ?? null };
    return this.#fill(this.#renderer.renderError(props), language);
  }

  reader({ before, ...shown }: Shown): string {
    const publisher = this.publisher();
    const { image: _, imageAlt: __, ...blog } = shown.blog;
    const written = this.#renderer.writtenFor(blog.head);
    const props: ReaderProps = { site: this.#site(), ...shown, blog, written };
    const rendered = this.#renderer.renderReader(props, previewOf(publisher, shown, before));
    const data =
      dataScript('application/json', 'props', props) +
      dataScript('application/ld+json', 'json-ld', postingOf(publisher, shown));
    return this.#fill(rendered, shown.blog.head.language, data);
  }

  /** What travels to the browser. */
  #site(): Site {
    const { name, url } = this.#settings();
    return { name, url };
  }

  #fill({ head, body }: Rendered, language: string, data = '', template = this.#template): string {
    // Functions, since in a plain replacement `$&` and its kin in somebody's text would mean something.
    return withFontsFor(body, template)
      .replace('%lang%', () => language)
      .replace('%dir%', () => directionOf(language))
      .replace('<!--app-head-->', () => head)
      .replace('<!--app-body-->', () => body)
      .replace('<!--app-props-->', () => data);
  }
}

/** A block that no browser runs. `<` is the one character that could end it early [R8]. */
function dataScript(type: string, id: string, data: unknown): string {
  return `<script type="${type}" id="${id}">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`;
}
