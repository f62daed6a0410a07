/** Draws pictures in a thread that is there as long as somebody asks for some. */
import { Worker } from 'node:worker_threads';
import { type Body, hashedBody } from '../caching/cached.ts';
import { type Drawing, svgOf } from './drawing.ts';

/** Milliseconds after which the thread goes: what it knows takes a hundred megabytes. */
const IDLE_MS = 30_000;

interface Asked {
  resolve(png: Uint8Array): void;
  reject(error: Error): void;
}

export class Pictures {
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  readonly #asked = new Map<number, Asked>();
  #latest = 0;

  /** As PNG. Rejects where the thread broke. */
  async draw(drawing: Drawing): Promise<Body> {
    return hashedBody('image/png', Buffer.from(await this.#render(svgOf(drawing))));
  }

  #render(svg: string): Promise<Uint8Array> {
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const id = (this.#latest += 1);
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      worker.postMessage({ id, svg });
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('worker.ts', import.meta.url));
    worker.unref();
    worker.on('message', ({ id, png }: { id: number; png: Uint8Array }) => {
      this.#asked.get(id)?.resolve(png);
      this.#asked.delete(id);
      if (this.#asked.size === 0) this.#idle = setTimeout(() => this.#stop(), IDLE_MS).unref();
    });
    worker.on('error', (error) => {
      this.#worker = undefined;
      for (const { reject } of this.#asked.values()) reject(error as Error);
      this.#asked.clear();
    });
    return worker;
  }

  #stop(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
  }
}
