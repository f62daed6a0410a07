/** A command with a key happens once, and every repetition gets the first one's answer [R9]. */
import { createHash } from 'node:crypto';
import { KEY_DAYS } from '../../shared/commands.ts';
import type { Transaction } from '../store/transaction.ts';
import { KeyReused } from './errors.ts';
import type { Actor } from './people.ts';

/** Who commands, and the key by which a repetition is known. */
export interface By {
  actor: Actor;
  key?: string | undefined;
}

/** How long a key is remembered, in milliseconds: a phone at the desk may be without network for a weekend. */
export const KEY_LIFETIME = KEY_DAYS * 24 * 60 * 60 * 1000;

/** `request` is everything that makes the command what it is; `work` does it and returns plain JSON. */
export async function once<T>(
  transaction: Transaction,
  by: By,
  request: unknown[],
  now: string,
  work: () => Promise<T>,
): Promise<T> {
  if (by.key === undefined) return work();
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const command = { who: by.actor.id, key: by.key, fingerprint, answer: '', at: now };
  const earlier = await transaction.claim(command);
  if (earlier) {
    if (earlier.fingerprint === fingerprint) return JSON.parse(earlier.answer) as T;
    throw new KeyReused('This Idempotency-Key was used for another command; take a new one.');
  }
  const answer = await work();
  await transaction.saveAnswer(command, JSON.stringify(answer));
  return answer;
}
