/** Milliseconds on a clock that all processes of this machine share and that nobody sets. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6;

/** How long `work` took, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = now();
  await work();
  return now() - start;
}
