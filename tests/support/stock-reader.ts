/** Readers as a stranger writes them by the documentation, who know nothing of epochs. */
import { io } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import { type Entry, isEntry, type Update } from '../../shared/blog.ts';

export class StockReader {
  seq = 0;
  readonly entries = new Map<string, Entry>();

  /** By a stock socket.io-client: joins, and joins again whenever something is missing. */
  static follow(url: string, slug: string): StockReader {
    const reader = new StockReader();
    const socket = io(url, {
      path: '/live',
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelayMax: 1_000,
    });
    onTestFinished(() => void socket.close());
    const join = () =>
      socket.emit('join', { blog: slug, after: reader.seq }, (answer: Update | { error: string }) => {
        if ('error' in answer) setTimeout(join, 500);
        else reader.#take(answer);
      });
    socket.on('connect', join);
    socket.on('update', (update: Update) => reader.#take(update) || join());
    socket.on('audience', ({ seq }: { seq: number }) => seq > reader.seq && join());
    return reader;
  }

  /** Over HTTP alone. */
  static poll(url: string, slug: string): StockReader {
    const reader = new StockReader();
    const timer = setInterval(() => {
      fetch(`${url}/api/v1/blogs/${slug}/updates?after=${reader.seq}`)
        .then((response) => response.json() as Promise<Update>)
        .then((update) => update.blog === slug && reader.#take(update))
        .catch(() => {});
    }, 500);
    onTestFinished(() => clearInterval(timer));
    return reader;
  }

  /** False where something before it is missing. */
  #take(update: Update): boolean {
    if (update.from === 0) this.entries.clear();
    else if (update.to <= this.seq) return true;
    else if (update.from > this.seq) return false;
    for (const entry of update.entries) {
      this.entries.delete(entry.id);
      if (isEntry(entry)) this.entries.set(entry.id, entry);
    }
    this.seq = update.to;
    return true;
  }
}
