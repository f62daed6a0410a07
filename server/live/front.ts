/** The rooms of the front and its sections: whoever is in one gets the updates of all blogs that stand there. */
import type { Server, Socket } from 'socket.io';
import type { FrontAudience, FromReader, ToReader } from '../../shared/protocol.ts';
import type { Feeds } from '../feeds/feeds.ts';
import type { Front } from '../feeds/front.ts';
import { parseFrontJoin } from './messages.ts';

type Io = Pick<Server<FromReader, ToReader>, 'to' | 'sockets'>;
type ReaderSocket = Pick<Socket<FromReader, ToReader>, 'connected' | 'join' | 'rooms' | 'emit'> & {
  data: { site?: string | undefined };
};

interface Parts {
  io: Io;
  front: Front;
  feeds: Feeds;
  /** Readers of a blog on all nodes, rounded. */
  readers(slug: string): number;
  onError(error: unknown, doing: string): void;
}

const ROOM = 'front:';
export const frontRoomOf = (section: string): string => `${ROOM}${section}`;

export class FrontRooms {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.front.serve({
      push: (section, update) => void parts.io.to(frontRoomOf(section)).emit('update', update),
      isWatched: () => [...this.#sections()].length > 0,
    });
  }

  size(section: string): number {
    return this.#parts.io.sockets.adapter.rooms.get(frontRoomOf(section))?.size ?? 0;
  }

  /** True where the frame was a join of the front. On partners' pages each blog is joined for itself, by its own rules. */
  async join(socket: ReaderSocket, frame: unknown[]): Promise<boolean> {
    const join = parseFrontJoin(frame);
    if (!join) return false;
    const { front, onError } = this.#parts;
    try {
      if (socket.data.site !== undefined) join.answer({ error: 'not-found' });
      else
        await front.join(join.front, join, (updates) => {
          if (!socket.connected) return;
          void socket.join(frontRoomOf(join.front));
          join.answer({ updates });
          socket.emit('audience', this.#audienceOf(join.front));
        });
    } catch (error) {
      onError(error, 'joining the front');
      join.answer({ error: 'unavailable' });
    }
    return true;
  }

  tellAudiences(): void {
    for (const section of this.#sections())
      this.#parts.io.to(frontRoomOf(section)).volatile.emit('audience', this.#audienceOf(section));
  }

  *#sections(): Iterable<string> {
    for (const room of this.#parts.io.sockets.adapter.rooms.keys())
      if (room.startsWith(ROOM)) yield room.slice(ROOM.length);
  }

  #audienceOf(section: string): FrontAudience {
    const { front, feeds, readers } = this.#parts;
    const clocks = front.clocks(section);
    const read = clocks.map(({ slug }) => [slug, readers(slug)] as const).filter(([, count]) => count > 0);
    return {
      front: section,
      epoch: clocks[0]?.epoch,
      seqs: Object.fromEntries(clocks.map(({ slug, seq }) => [slug, seq])),
      readers: Object.fromEntries(read),
      ...(feeds.isStale && { stale: true }),
    };
  }
}
