/**
 * Browsers in which somebody has signed in before, by a signed cookie of their own: whoever guesses elsewhere, however
 * much, keeps nobody from signing in there.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Store } from '../store/store.ts';

const SECRET = 'known-browsers';
/** People who share a browser; the one who signed in longest ago goes. */
const MOST_PEOPLE = 5;

export class KnownBrowsers {
  readonly #store: Store;
  #secret: Promise<string> | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The browser's name, where the cookie's value is one that we made; for somebody alone, where `account` is told. */
  async nameIn(value: string | undefined, account?: string): Promise<string | undefined> {
    const [name = '', seal = '', ...people] = value?.split('.') ?? [];
    if (name === '' || !same(seal, await this.#sign(name))) return undefined;
    if (account === undefined) return name;
    const own = await this.#sign(`${name} ${account}`);
    return people.some((one) => same(one, own)) ? name : undefined;
  }

  /** The value of the cookie of a browser in which this account has just signed in. */
  async valueFor(value: string | undefined, account: string): Promise<string> {
    const before = await this.nameIn(value);
    const name = before ?? randomBytes(12).toString('base64url');
    const own = await this.#sign(`${name} ${account}`);
    const others = before === undefined ? [] : value!.split('.').slice(2);
    const people = [own, ...others.filter((one) => one !== own)].slice(0, MOST_PEOPLE);
    return [name, await this.#sign(name), ...people].join('.');
  }

  async #sign(text: string): Promise<string> {
    const secret = await (this.#secret ??= this.#load());
    return createHmac('sha256', secret).update(text).digest('base64url');
  }

  #load(): Promise<string> {
    const fresh = randomBytes(32).toString('base64url');
    const loading = this.#store.transaction(({ alerts }) => alerts.secret(SECRET, fresh));
    loading.catch(() => (this.#secret = undefined)); // the next one to ask tries again
    return loading;
  }
}

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
