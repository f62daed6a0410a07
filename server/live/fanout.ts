/**
 * One update to very many readers. Socket.IO's own broadcast walks some ten functions a reader; here the WebSocket
 * frame is made once, and whoever has nothing waiting gets its bytes straight away. Everybody else takes the
 * ordinary path, which keeps the order and lets a slow reader fall behind alone [R12].
 */
import type { Socket as NetSocket } from 'node:net';
import { Adapter, type BroadcastOptions } from 'socket.io-adapter';
import * as ws from 'ws';

/** What we use of Socket.IO's, Engine.IO's and ws's insides; pinned versions, and a test that sees it at work. */
interface Reader {
  client: {
    writeToEngine(packets: string[], options: object): void;
    conn: {
      readyState: string;
      writeBuffer: unknown[];
      transport: { writable: boolean; socket?: { _socket?: NetSocket | null; readyState: number } };
    };
  };
}

/** An event of the main namespace; the only kind that is ever broadcast here. */
interface Packet {
  data: [name: string, ...args: unknown[]];
}

const EVENT = '2';

/** Exported by ws, but not by its types. */
const { Sender } = ws as unknown as { Sender: { frame(data: Buffer, options: object): Buffer[] } };

const OPEN = 1;

export class FanOut extends Adapter {
  override broadcast(packet: Packet, options: BroadcastOptions): void {
    const encoded = EVENT + JSON.stringify(packet.data);
    const frame = frameOf(encoded);
    const ordinary = { preEncoded: true, volatile: options.flags?.volatile === true, compress: false };

    for (const room of options.rooms) {
      for (const id of this.rooms.get(room) ?? []) {
        const reader = this.nsp.sockets.get(id) as Reader | undefined;
        if (!reader) continue;
        const idle = idleSocket(reader);
        if (idle) idle.write(frame);
        else reader.client.writeToEngine([encoded], ordinary);
      }
    }
  }
}

/** The network socket of a reader for whom nothing is waiting anywhere. */
function idleSocket({ client: { conn } }: Reader): NetSocket | undefined {
  const { transport } = conn;
  if (conn.readyState !== 'open' || !transport.writable || conn.writeBuffer.length > 0) return undefined;
  const socket = transport.socket?.readyState === OPEN ? transport.socket._socket : undefined;
  return socket && socket.writable && socket.writableLength === 0 ? socket : undefined;
}

/** The whole WebSocket frame of an Engine.IO message ("4"), as a server sends it: final, text, not masked. */
function frameOf(message: string): Buffer {
  const options = { fin: true, opcode: 1, mask: false, rsv1: false, readOnly: false };
  return Buffer.concat(Sender.frame(Buffer.from(`4${message}`), options));
}
