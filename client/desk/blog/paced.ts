/** However often something calls for a read: one at a time, one more after it, and never more than two a second. */

const LEAST_MS = 500;

export function steadily(read: () => Promise<void>): () => void {
  let isReading = false;
  let isWanted = false;

  async function run(): Promise<void> {
    isReading = true;
    while (isWanted) {
      isWanted = false;
      await Promise.all([read(), new Promise((resolve) => setTimeout(resolve, LEAST_MS))]);
    }
    isReading = false;
  }

  return () => {
    isWanted = true;
    if (!isReading) void run();
  };
}
