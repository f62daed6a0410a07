/** The browsers of `npm run browsers`: real ones, and of Firefox and WebKit also what the oldest promised ones have. */
import { DESK, READERS } from '../../../client/targets.ts';
import type { Engine } from './engine.ts';
import { engines } from './engines.ts';
import { poorerText, takenAway } from './older.ts';

export interface Case {
  name: string;
  engine: Engine;
  /** To run before a page's own scripts, on readers' pages and at the desk; empty for nothing. */
  before: { readers: string; desk: string };
  change(text: string): string;
  /** The desk is promised in it. */
  hasDesk: boolean;
}

const NOTHING = { readers: '', desk: '' };
const same = (text: string): string => text;

export function cases(): Case[] {
  return engines()
    .filter(({ missing }) => missing === null)
    .flatMap((engine) => {
      const { name, family } = engine;
      const whole = { name, engine, before: NOTHING, change: same, hasDesk: name !== 'Chromium 103' };
      if (family === 'chromium') return [whole];
      const make = family === 'webkit' ? 'safari' : 'firefox';
      const before = { readers: takenAway(make, READERS), desk: takenAway(make, DESK) };
      const lesser = `${name} without what ${make === 'safari' ? 'Safari' : 'Firefox'} ${READERS[make]} and ${DESK[make]} lack`;
      return [whole, { ...whole, name: lesser, before, change: poorerText }];
    });
}
