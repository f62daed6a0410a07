/** Answers to a join that many get: one object for each state of a blog, and turned into text once. */
import type { Server } from 'socket.io';
import type { Blog, Update } from '../../shared/blog.ts';

/** Catch-ups kept beside the snapshot of each state: a crowd that comes back holds much the same. */
const MOST_CATCH_UPS = 20;
/** Entries of a catch-up that is kept. */
const MOST_ENTRIES = 40;
/** Socket.IO's packet type of an acknowledgement. */
const ACK = 3;

interface Packet {
  type: number;
  nsp: string;
  id?: number;
  data?: unknown[];
}

export class Answers {
  readonly #ofState = new WeakMap<Blog, Map<number, Update>>();
  /** Null where nobody has got it yet. */
  readonly #texts = new WeakMap<object, string | null>();

  /** From then on this server's acknowledgements take their text from here, where they have one in common. */
  encodeFor(io: Server<never, never, never, never>): void {
    const { encoder } = io as unknown as { encoder: { encode(packet: Packet): unknown[] } };
    const usual = encoder.encode.bind(encoder);
    encoder.encode = (packet) => {
      const answer = packet.type === ACK && packet.nsp === '/' ? packet.data?.[0] : undefined;
      const text = typeof answer === 'object' && answer !== null ? this.#textOf(answer) : undefined;
      return text === undefined ? usual(packet) : [`${ACK}${packet.id}[${text}]`];
    };
  }

  /** The one answer for all who get the same as `update` from this state of the blog. */
  shared(blog: Blog, update: Update): Update {
    const made = this.#ofState.get(blog) ?? new Map<number, Update>();
    this.#ofState.set(blog, made);
    const known = made.get(update.from);
    if (known) return known;
    const isSmall = made.size < MOST_CATCH_UPS && update.entries.length <= MOST_ENTRIES;
    if (update.from !== 0 && !isSmall) return update;
    made.set(update.from, update);
    this.#texts.set(update, null);
    return update;
  }

  #textOf(answer: object): string | undefined {
    const known = this.#texts.get(answer);
    if (known !== null) return known;
    const text = JSON.stringify(answer);
    this.#texts.set(answer, text);
    return text;
  }
}
