/** The JSON API as a person at a desk would use it: for the command line, the demo, the benchmark and the tests. */
import { randomUUID } from 'node:crypto';
import type { ChangeEntry, DeskEntry } from '../shared/commands.ts';

/** The API said no. The message says why, field by field. */
export class Refused extends Error {
  readonly status: number;
  readonly problem: { detail: string; [more: string]: unknown };
  constructor(status: number, problem: Refused['problem']) {
    super(problem.detail);
    this.status = status;
    this.problem = problem;
  }
}

type Fields = Record<string, unknown>;

export class Desk {
  readonly url: string;
  /** The header that says who this is. */
  readonly authorization: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.authorization = `Bearer ${token}`;
  }

  createBlog(blog: Fields, key?: string): Promise<{ slug: string; seq: number }> {
    return this.send('POST', '/blogs', blog, { key });
  }

  changeBlog(slug: string, change: Fields): Promise<{ slug: string; seq: number }> {
    return this.send('PATCH', `/blogs/${slug}`, change);
  }

  publish(slug: string, entry: Fields, key?: string): Promise<DeskEntry> {
    return this.send('POST', `/blogs/${slug}/entries`, entry, { key });
  }

  edit(slug: string, entry: { id: string; revision: number }, change: ChangeEntry): Promise<DeskEntry> {
    return this.send('PATCH', `/blogs/${slug}/entries/${entry.id}`, change, { revision: entry.revision });
  }

  remove(slug: string, id: string, reason?: string): Promise<void> {
    const body = reason === undefined ? undefined : { reason };
    return this.send('DELETE', `/blogs/${slug}/entries/${id}`, body);
  }

  /** Brings back what the entry said at revision `earlier`. */
  restore(slug: string, entry: { id: string; revision: number }, earlier: number): Promise<DeskEntry> {
    const guard = { revision: entry.revision };
    return this.send('POST', `/blogs/${slug}/entries/${entry.id}/restore`, { revision: earlier }, guard);
  }

  /** Any command. Resolves to the answer; rejects with Refused, or with what the network says. */
  async send<T>(method: string, path: string, body?: unknown, guard: Guard = {}): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: this.authorization,
        'Idempotency-Key': guard.key ?? randomUUID(),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(guard.revision !== undefined && { 'If-Match': `"${guard.revision}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(guard.signal && { signal: guard.signal }),
    });
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    if (!response.ok) throw new Refused(response.status, answer as Refused['problem']);
    return answer as T;
  }
}

interface Guard {
  key?: string | undefined;
  revision?: number | undefined;
  /** Gives up where it aborts. */
  signal?: AbortSignal;
}
