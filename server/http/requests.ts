/** The requests under way, so that closing can wait for their answers. */
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';

export class Requests {
  readonly #server: Server;
  #active = 0;
  #onIdle: () => void = () => {};

  /** Those that are not `isCounted` end by themselves. */
  constructor(server: Server, isCounted: (request: IncomingMessage) => boolean) {
    this.#server = server;
    server.on('request', (request, response) => {
      if (!isCounted(request)) return;
      this.#active += 1;
      response.once('close', () => {
        this.#active -= 1;
        if (this.#active === 0) this.#onIdle();
      });
    });
  }

  /** Takes no more connections; resolves when the last of those that are open has ended. */
  async refuseMore(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  /** Resolves when every request is answered, or after `deadline` milliseconds. */
  finish(deadline: number): Promise<void> {
    if (this.#active === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, deadline);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
