/** A command with a key happens once, and every repetition gets the first one's answer [R9]. */
import { createHash } from 'node:crypto';
import { KEY_DAYS } from '../../shared/commands.ts';
import type { Transaction } from '../store/transaction.ts';
import { KeyReused } from './errors.ts';
import type { Actor } from './people.ts';

/** Who commands, and the key by which a repetition is known. */
export interface By {
  actor: Actor;
  key?: Key | undefined;
}

export interface Key {
  value: string;
  /** All that the request says, as it was sent: what a version makes of it may be another thing after a deploy. */
  request: string;
}

/** How long a key is remembered, in milliseconds: a phone at the desk may be without network for a weekend. */
export const KEY_LIFETIME = KEY_DAYS * 24 * 60 * 60 * 1000;

/** `work` does it, and returns plain JSON. */
export async function once<T>(
  transaction: Transaction,
  { actor, key }: By,
  now: string,
  work: () => Promise<T>,
): Promise<T> {
  if (key === undefined) return work();
  const fingerprint = createHash('sha256').update(key.request).digest('hex');
  const command = { who: actor.id, key: key.value, fingerprint, answer: '', at: now };
  const earlier = await transaction.claim(command);
  if (earlier) {
    if (earlier.fingerprint === fingerprint) return JSON.parse(earlier.answer) as T;
    throw new KeyReused('This Idempotency-Key was used for another command; take a new one.');
  }
  const answer = await work();
  await transaction.saveAnswer(command, JSON.stringify(answer));
  return answer;
}
