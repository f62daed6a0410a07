/** What only one tab may do at a time. Without a secure context there are no locks, and each tab is on its own. */

const locks = (): LockManager | undefined => navigator.locks as LockManager | undefined;

/** Does `work` once no other tab does the same. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const manager = locks();
  return manager ? await manager.request(name, work) : work();
}

/** Takes a name until the tab is closed, unless another tab has it. */
export function claim(name: string): void {
  void locks()?.request(name, { ifAvailable: true }, (lock) => (lock ? new Promise(() => {}) : undefined));
}

/** The names that some tab has taken, this one included. */
export async function claimed(): Promise<ReadonlySet<string>> {
  const held = (await locks()?.query())?.held ?? [];
  return new Set(held.map(({ name }) => name ?? ''));
}
