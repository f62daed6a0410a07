/** What the build has made, and for whom: whatever a reader's page or a widget loads is for all, the rest for the desk. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DESK, READERS, type Target } from '../../client/targets.ts';

export interface Built {
  file: string;
  text: string;
  target: Target;
}

const DIST = 'client/dist';
const ASSETS = `${DIST}/browser/assets`;

export function builtFiles(): Built[] {
  const pages = ['index', 'front'].map((name) => read(`${DIST}/browser/reader/${name}.html`));
  const readers = reachable(pages.join());
  const assets = readdirSync(ASSETS).map((name) => ({
    file: `${ASSETS}/${name}`,
    target: readers.has(name) ? READERS : DESK,
  }));
  const others = readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .map((name) => join(DIST, name))
    // The reader page's renderer runs on the server, and writes what the page's own script has.
    .filter((file) => !file.startsWith(ASSETS) && !file.startsWith(`${DIST}/server/`))
    .map((file) => ({ file, target: file.includes('/desk/') ? DESK : READERS }));
  return [...assets, ...others]
    .filter(({ file }) => /\.(js|css|html)$/.test(file))
    .map((each) => ({ ...each, text: read(each.file) }));
}

/** The assets that a page names, and all that these name. */
function reachable(page: string): Set<string> {
  const found = new Set(namesIn(page));
  for (const name of found)
    if (name.endsWith('.js')) namesIn(read(`${ASSETS}/${name}`)).forEach((next) => found.add(next));
  return found;
}

const namesIn = (text: string): string[] => text.match(/[\w.-]+-[\w-]{8}\.(?:js|css)/g) ?? [];
const read = (path: string): string => readFileSync(path, 'utf8');
