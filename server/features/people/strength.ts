/** Passwords that are none: an estimator tries what people who guess would try first. */
import { Worker } from 'node:worker_threads';
import { Busy, Invalid } from '../../newsroom/errors.ts';
import type { Estimate, Question } from './strength-thread.ts';

/** On the estimator's scale of 0 to 4: more than a hundred million guesses. */
const LEAST_SCORE = 3;
const MOST_WAITING = 20;
/** The thread and its dictionaries are let go when nobody has chosen a password for so long. */
const IDLE_MS = 60_000;

const WORDS: Record<string, string> = {
  ...named('repeats the same few characters', ['simpleRepeat', 'extendedRepeat']),
  ...named('follows a row of keys, letters or numbers', ['straightRow', 'keyPattern', 'sequences']),
  ...named('is a date', ['dates', 'recentYears']),
  ...named('is close to one that many people have', ['topTen', 'topHundred', 'common', 'similarToCommon']),
  ...named('is a word or a name', ['wordByItself', 'namesByThemselves', 'commonNames']),
  userInputs: 'is made of your name or e-mail',
};
const ADVICE = 'choose three or four words that have nothing to do with each other';

/** Throws Invalid, for `field`, where the password would soon be guessed; Busy. */
export async function mustBeStrong(
  field: string,
  password: string,
  { email, name }: { email: string; name: string },
): Promise<void> {
  const own = [email, ...email.split(/[@.]/), name, ...name.split(' ')].filter(({ length }) => length > 2);
  const { score, warning } = await estimate({ password: password.normalize('NFKC'), own });
  if (score >= LEAST_SCORE) return;
  const why = WORDS[warning ?? ''] ?? 'would soon be guessed';
  throw new Invalid([{ field, detail: `${why}: ${ADVICE}` }]);
}

/** Answers come in the order of questions. */
const waiting: PromiseWithResolvers<Estimate>[] = [];
let thread: Worker | undefined;

async function estimate(question: Question): Promise<Estimate> {
  if (waiting.length >= MOST_WAITING) throw new Busy('Too many people choose a password at the moment.');
  const answer = Promise.withResolvers<Estimate>();
  waiting.push(answer);
  thread ??= start();
  thread.ref();
  thread.postMessage(question);
  return answer.promise;
}

function start(): Worker {
  const started = new Worker(new URL('./strength-thread.ts', import.meta.url));
  let idle: NodeJS.Timeout | undefined;
  const end = () => {
    if (thread === started) thread = undefined;
    void started.terminate();
  };
  started.on('message', (answer: Estimate) => {
    waiting.shift()!.resolve(answer);
    clearTimeout(idle);
    if (waiting.length > 0) return;
    started.unref();
    idle = setTimeout(end, IDLE_MS).unref();
  });
  started.on('error', (error) => {
    end();
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return started;
}

function named(words: string, warnings: string[]): Record<string, string> {
  return Object.fromEntries(warnings.map((warning) => [warning, words]));
}
