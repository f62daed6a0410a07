/** Many entries in one request, as when a blog moves in: each is a command of its own, with its key and its answer. */
import type { Request } from 'express';
import * as v from 'valibot';
import * as commands from '../../../shared/commands.ts';
import { Invalid, Refusal } from '../../newsroom/errors.ts';
import type { Newsroom } from '../../newsroom/newsroom.ts';
import { problemOf, type Problem } from '../problem.ts';
import { by } from '../request.ts';

/** How many times as large as a single command's its body may be. */
export const BATCH_BODIES = 64;

export const isBatch = (path: string): boolean => path.endsWith('/entries:batch');

const key = v.pipe(
  v.string('must be text'),
  v.minLength(1, 'must not be empty'),
  v.maxLength(commands.LIMITS.idempotencyKey, `has more than ${commands.LIMITS.idempotencyKey} characters`),
);

/** Each entry as it is posted alone, and its key beside; checked one by one, so that one fault stops no other. */
export const createEntries = v.strictObject({
  entries: v.pipe(
    v.array(v.looseObject({ key: v.exactOptional(key) }), 'must be a list'),
    v.maxLength(commands.LIMITS.batch, `has more than ${commands.LIMITS.batch} entries`),
  ),
});

export type BatchAnswer = { status: 201; entry: commands.DeskEntry } | { status: number; problem: Problem };

/** One after the other, each once per key [R9]. Rejects where the record takes none: then all may be sent again. */
export async function publishAll(
  newsroom: Newsroom,
  request: Request<{ slug: string }>,
  { entries }: v.InferOutput<typeof createEntries>,
): Promise<BatchAnswer[]> {
  const answers: BatchAnswer[] = [];
  for (const each of entries) answers.push(await publish(newsroom, request, each));
  return answers;
}

async function publish(
  newsroom: Newsroom,
  request: Request<{ slug: string }>,
  { key, ...body }: v.InferOutput<typeof createEntries>['entries'][number],
): Promise<BatchAnswer> {
  const { slug } = request.params;
  const { actor } = by(request);
  // The same as by() makes of it alone: sent once more by itself, with its key, it is the same command.
  const said = ['POST', `${request.baseUrl}/blogs/${slug}/entries`, undefined, body];
  try {
    const checked = commands.check(commands.createEntry, body);
    if (!checked.ok) throw new Invalid(checked.errors);
    const who = { actor, ...(key !== undefined && { key: { value: key, request: JSON.stringify(said) } }) };
    return { status: 201, entry: await newsroom.createEntry(who, slug, checked.value) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const problem = problemOf(error);
    return { status: problem.status, problem };
  }
}
