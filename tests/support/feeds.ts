/** The entries of a feed, whatever its format. */
import { all, attribute, one, parseXml, text } from './markup.ts';

export interface Item {
  id: string;
  link: string;
  title: string;
  html: string;
  published: string;
  updated: string;
  authors: string[];
  tags: string[];
}

export function readRss(source: string): Item[] {
  return all(parseXml(source), 'item').map((item) => ({
    id: one(item, 'guid')!,
    link: one(item, 'link')!,
    title: one(item, 'title')!,
    html: one(item, 'description')!,
    published: new Date(one(item, 'pubDate')!).toISOString(),
    updated: one(item, 'atom:updated')!,
    authors: all(item, 'dc:creator').map(text),
    tags: all(item, 'category').map(text),
  }));
}

export function readAtom(source: string): Item[] {
  return all(parseXml(source), 'entry').map((entry) => ({
    id: one(entry, 'id')!,
    link: attribute(all(entry, 'link')[0], 'href')!,
    title: one(entry, 'title')!,
    html: one(entry, 'content')!,
    published: one(entry, 'published')!,
    updated: one(entry, 'updated')!,
    authors: all(entry, 'name').map(text),
    tags: all(entry, 'category').map((category) => attribute(category, 'term')!),
  }));
}

export interface JsonFeed {
  version: string;
  language: string;
  items: {
    id: string;
    url: string;
    title: string;
    content_html: string;
    date_published: string;
    date_modified: string;
    authors: { name: string }[];
    tags: string[];
  }[];
}

export function readJson(source: string): Item[] {
  return (JSON.parse(source) as JsonFeed).items.map((item) => ({
    id: item.id,
    link: item.url,
    title: item.title,
    html: item.content_html,
    published: item.date_published,
    updated: item.date_modified,
    authors: item.authors.map(({ name }) => name),
    tags: item.tags,
  }));
}
