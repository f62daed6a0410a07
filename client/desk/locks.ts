/**
 * What only one tab may do at a time. Without a secure context there are no locks, and a browser may deny them: then each
 * tab is on its own.
 */

const locks = (): LockManager | undefined => navigator.locks as LockManager | undefined;

/** Does `work` once no other tab does the same. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  let hasBegun = false;
  const begin = (): Promise<T> => {
    hasBegun = true;
    return work();
  };
  try {
    return await (locks()?.request(name, begin) ?? begin());
  } catch (error) {
    if (hasBegun) throw error;
    return begin(); // locks are denied, as all that is kept on this machine
  }
}

/** Takes a name until the tab is closed, unless another tab has it. */
export function claim(name: string): void {
  locks()
    ?.request(name, { ifAvailable: true }, (lock) => (lock ? new Promise(() => {}) : undefined))
    .catch(() => {});
}

/** The names that some tab has taken, this one included. */
export async function claimed(): Promise<ReadonlySet<string>> {
  const held =
    (
      await locks()
        ?.query()
        .catch(() => null)
    )?.held ?? [];
  return new Set(held.map(({ name }) => name ?? ''));
}
