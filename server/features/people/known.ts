/**
 * Browsers in which somebody has signed in before, by a signed cookie of their own: whoever guesses elsewhere, however
 * much, keeps nobody from signing in there.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret } from '../../store/secret.ts';
import type { Store } from '../../store/store.ts';

/** People who share a browser; the one who signed in longest ago goes. */
const MOST_PEOPLE = 5;

export class KnownBrowsers {
  readonly #secret: Secret;

  constructor(store: Store) {
    this.#secret = new Secret(store, 'known-browsers', () => randomBytes(32).toString('base64url'));
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
    return createHmac('sha256', await this.#secret.value())
      .update(text)
      .digest('base64url');
  }
}

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
