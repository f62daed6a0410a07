/** What stands on a page, by the days of its zone. */
import { dayKey, type Locale } from '../../times/format.ts';

/** By minute and zone: asking Intl for each of a thousand entries at each update would be most of the work. */
export function rememberDays(): (iso: string, locale: Locale) => string {
  const keys = new Map<string, string>();
  return (iso, locale) => {
    const minute = `${iso.slice(0, 16)} ${locale.timezone}`;
    const key = keys.get(minute) ?? dayKey(iso, locale);
    keys.set(minute, key);
    return key;
  };
}

/** Neighbours of the same key. */
export function groups<Item, Key>(items: Item[], keyOf: (item: Item) => Key): { key: Key; items: Item[] }[] {
  const groups: { key: Key; items: Item[] }[] = [];
  for (const item of items) {
    const key = keyOf(item);
    const last = groups.at(-1);
    if (last?.key === key) last.items.push(item);
    else groups.push({ key, items: [item] });
  }
  return groups;
}
