/** Between UTC and the wall clock of a time zone, over its changes to and from summer time. */

import { findZone, offsetAt as offsetIn } from '../../times/zones.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** 2026-11-22T14:30 in the zone, for an input of type datetime-local, from ISO 8601 in UTC. */
export function toZone(iso: string, timezone: string): string {
  const at = Date.parse(iso);
  return new Date(at + offsetAt(at, timezone)).toISOString().slice(0, 16);
}

/**
 * ISO 8601 in UTC from 2026-11-22T14:30 in the zone. Of a time that comes twice it takes the first; one that is
 * skipped becomes as much later as the clock jumps. Throws RangeError for what is no time.
 */
export function toUtc(local: string, timezone: string): string {
  const wall = Date.parse(`${local}Z`);
  const before = offsetAt(wall - DAY_MS, timezone);
  const after = offsetAt(wall + DAY_MS, timezone);
  const fits = [before, after].filter((offset) => offsetAt(wall - offset, timezone) === offset);
  return new Date(wall - (fits[0] ?? before)).toISOString();
}

function offsetAt(at: number, timezone: string): number {
  const { timeZone, ahead } = findZone(timezone);
  return ahead + offsetIn(at, timeZone);
}
