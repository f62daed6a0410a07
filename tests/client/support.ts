/** A blog to follow, and what goes wrong on the way to it. */
import { onTestFinished } from 'vitest';
import type { Desk } from '../../scripts/desk.ts';
import type { DeskEntry } from '../../shared/commands.ts';
import { startService } from '../support/service.ts';

interface LiveBlog {
  url: string;
  desk: Desk;
  /** What is in it already, oldest first. */
  entries: DeskEntry[];
}

/** The blog `storm`, with as many entries in it: 1, 2, 3… */
export async function liveBlog(count = 0, env: Record<string, string> = {}): Promise<LiveBlog> {
  const service = await startService(env);
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const entries: DeskEntry[] = [];
  for (let n = 1; n <= count; n += 1) entries.push(await desk.publish('storm', { headline: `${n}` }));
  return { url: service.url, desk, entries };
}

/** From now on the answer to a read whose address has `part` in it is `answer`, or the service's own where that is null. */
export function onRead(part: string, answer: (read: number) => Promise<Response | null>): void {
  const realFetch = globalThis.fetch;
  let read = 0;
  globalThis.fetch = async (input, init) =>
    (input.toString().includes(part) ? await answer((read += 1)) : null) ?? realFetch(input, init);
  onTestFinished(() => void (globalThis.fetch = realFetch));
}
