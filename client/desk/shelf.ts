/** What is kept on this machine: one key of localStorage for each thing, so that no tab writes over another's. */

/** Null where the browser keeps nothing for this site: some throw then, some have none. */
export function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** Nothing more can be kept here. */
export class Full extends Error {}

export class Shelf<Thing> {
  readonly #prefix: string;

  /** `name` is all that this shelf's keys have in common. */
  constructor(name: string) {
    this.#prefix = `dateline.${name}.`;
  }

  /** Is there when this returns. Throws Full. */
  put(key: string, thing: Thing): void {
    try {
      mustHave(storage()).setItem(this.#prefix + key, JSON.stringify(thing));
    } catch (error) {
      throw new Full('This browser has no room left to keep text.', { cause: error });
    }
  }

  take(key: string): Thing | undefined {
    const text = storage()?.getItem(this.#prefix + key) ?? null;
    try {
      return text === null ? undefined : (JSON.parse(text) as Thing);
    } catch {
      return undefined; // Not of our writing.
    }
  }

  /** Everything, in the order of its keys. */
  all(): [key: string, thing: Thing][] {
    return Object.keys(storage() ?? {})
      .filter((key) => key.startsWith(this.#prefix))
      .map((key) => key.slice(this.#prefix.length))
      .sort()
      .flatMap((key) => {
        const thing = this.take(key);
        return thing === undefined ? [] : [[key, thing] as [string, Thing]];
      });
  }

  drop(key: string): void {
    storage()?.removeItem(this.#prefix + key);
  }

  /** Hears of what other tabs put here and take away. */
  watch(listener: () => void): void {
    window.addEventListener('storage', ({ key }) => {
      if (key === null || key.startsWith(this.#prefix)) listener();
    });
  }
}

function mustHave(given: Storage | null): Storage {
  if (!given) throw new Error('This browser keeps nothing for this site.');
  return given;
}
