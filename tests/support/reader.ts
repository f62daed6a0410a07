/** A reader for a test: the very module that the page uses, and what it has shown so far. */
import { onTestFinished } from 'vitest';
import { type Follower, follow } from '../../client/follow/follow.ts';
import type { Connection } from '../../client/follow/state.ts';
import type { Blog, Update } from '../../shared/blog.ts';
import { merge } from '../../shared/merge.ts';

export interface TestReader extends Follower {
  blog(): Blog;
  /** Every state of the connection so far, oldest first. */
  connections: Connection[];
  /** Every blog that was shown so far, oldest first. */
  shown: Blog[];
  /** Resolves once what is shown satisfies `condition`; fails with what there was instead. */
  sees(condition: (blog: Blog) => boolean, what?: string): Promise<Blog>;
  is(connection: Connection): Promise<void>;
}

export async function openReader(url: string, slug: string): Promise<TestReader> {
  const response = await fetch(`${url}/api/v1/blogs/${slug}`);
  if (!response.ok) throw new Error(`${slug}: ${response.status}`);
  const snapshot = (await response.json()) as Update;
  const shown = [merge(null, snapshot) as Blog];
  const connections: Connection[] = [];
  const waiting = new Set<() => void>();
  const changed = () => waiting.forEach((check) => check());
  const follower = follow({
    origin: url,
    blog: shown[0]!,
    onBlog: (blog) => void (shown.push(blog), changed()),
    onConnection: (connection) => void (connections.push(connection), changed()),
  });
  onTestFinished(() => follower.close());

  function until(isDone: () => boolean, describe: () => string): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!isDone()) return;
        clearTimeout(timer);
        waiting.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.delete(check);
        reject(new Error(describe()));
      }, 15_000);
      waiting.add(check);
      check();
    });
  }

  return {
    ...follower,
    connections,
    shown,
    blog: () => shown.at(-1)!,
    async sees(condition, what = 'what it should') {
      const last = () => shown.at(-1)!;
      await until(
        () => condition(last()),
        () =>
          `the reader did not see ${what}; it has ${last().seq} after ${connections.join(', ')}: ${JSON.stringify(last())}`,
      );
      return last();
    },
    is: (connection) =>
      until(
        () => connections.at(-1) === connection,
        () => `not ${connection}: ${connections.join(', ')}`,
      ),
  };
}
