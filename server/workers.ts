/** Every core of a machine: the first process starts the others, which share its port, and replaces those that die. */
import cluster, { type Worker } from 'node:cluster';
import { passBellsOn } from './bus/workers.ts';

/** What a serving process tells whoever started it. */
export interface Started {
  url: string;
  /** Where the first admin joins, or why nobody can say; undefined where there is one, or another worker says it. */
  firstAdmin?: { path: string } | { failure: string } | undefined;
}

/** Milliseconds before a dead worker is replaced, so that one that can't live does not spin. */
const REPLACE_AFTER_MS = 1_000;

/** Resolves to what the first one says when all serve; rejects with what the first worker that could not start said. */
export async function startWorkers(count: number): Promise<Started> {
  passBellsOn();
  let isStopping = false;
  const started = await Promise.all(Array.from({ length: count }, () => startWorker()));

  cluster.on('exit', () => {
    if (!isStopping) setTimeout(() => void startWorker().catch(() => {}), REPLACE_AFTER_MS);
    else if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(0);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      isStopping = true;
      for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
    });
  }
  return started[0]!;
}

function startWorker(): Promise<Started> {
  const worker: Worker = cluster.fork();
  return new Promise((resolve, reject) => {
    worker.on('message', (message: Partial<Started> & { failure?: string }) => {
      if (message.url) resolve({ ...message, url: message.url });
      if (message.failure) reject(new Error(message.failure));
    });
    worker.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
  });
}
