/** Every browser that Dateline is tried in. */
import { chromiumOf, chromiumOfToday } from './chromium.ts';
import type { Engine } from './engine.ts';
import { firefox } from './firefox.ts';
import { webkit } from './webkit.ts';

export const engines = (): Engine[] => [
  chromiumOf(103),
  chromiumOf(109),
  chromiumOf(119),
  chromiumOfToday(),
  firefox(),
  webkit(),
];
