/** Passwords as Argon2id hashes: made, compared, and never more of that at a time than the machine can bear. */
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Queue } from '../../fair/queue.ts';
import { Busy } from '../../newsroom/errors.ts';

/** What OWASP asks for at least: memory in KiB. A hash keeps its own, so these may be raised at any time. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Each keeps a thread busy for some hundredths of a second. */
const AT_A_TIME = 2;
const MOST_WAITING = 20;

interface Hash {
  cost: typeof COST;
  salt: Buffer;
  hash: Buffer;
}

const argon2id = promisify(
  (parameters: Argon2Parameters, done: (error: Error | null, hash: Buffer) => void) =>
    argon2('argon2id', parameters, done),
);

/** Strangers of one network that may wait; more are refused. */
const MOST_OF_A_NETWORK = 4;

let working = 0;
/** Those who are known, and those who set a new password. */
const known: (() => void)[] = [];
const strangers = new Queue<() => void>(MOST_OF_A_NETWORK);
let strangersWaiting = 0;

/** The password's hash in PHC form. Throws Busy where too many are waiting. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return write({ cost: COST, salt, hash: await compute(password, COST, salt, HASH_BYTES) });
}

/** Whether `password` is the one behind `stored`. It takes as long without one. Throws Busy where too many are waiting. */
export async function isPassword(
  password: string,
  stored: string = NOBODYS,
  network?: string,
): Promise<boolean> {
  const { cost, salt, hash } = read(stored);
  return timingSafeEqual(hash, await compute(password, cost, salt, hash.length, network));
}

/** Random bytes in place of a hash: no password leads to them. */
const NOBODYS = write({ cost: COST, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) });

async function compute(
  password: string,
  cost: typeof COST,
  salt: Buffer,
  tagLength: number,
  network?: string,
): Promise<Buffer> {
  await myTurn(network);
  try {
    // The same letters may be typed as different characters on another keyboard.
    return await argon2id({ message: password.normalize('NFKC'), nonce: salt, tagLength, ...cost });
  } finally {
    const next = known.shift() ?? nextStranger();
    if (next) next();
    else working -= 1;
  }
}

/** Whoever is known comes first; strangers, of whom we know the `network`, each network in turn. */
async function myTurn(network: string | undefined): Promise<void> {
  if (working < AT_A_TIME) return void (working += 1);
  const isFull = (network === undefined ? known.length : strangersWaiting) >= MOST_WAITING;
  const { promise, resolve } = Promise.withResolvers<null>();
  const go = () => resolve(null);
  if (isFull || (network !== undefined && !strangers.add(network, go))) {
    throw new Busy('Too many people sign in at the moment.');
  }
  if (network === undefined) known.push(go);
  else strangersWaiting += 1;
  await promise;
}

function nextStranger(): (() => void) | undefined {
  const next = strangers.next();
  if (next) strangersWaiting -= 1;
  return next;
}

function write({ cost, salt, hash }: Hash): string {
  const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(salt)}$${text(hash)}`;
}

function read(stored: string): Hash {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored);
  if (!parts) throw new Error('A stored password is no Argon2id hash.');
  const [, memory, passes, parallelism, salt, hash] = parts;
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt!, 'base64'),
    hash: Buffer.from(hash!, 'base64'),
  };
}
