/**
 * A reader as light as can be: Socket.IO's wire format on a bare TCP socket, so that receiving costs less than sending
 * and a thousand of them fit into one process.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const HANDSHAKE_END = '\r\n\r\n';

interface Ways {
  /** The address that it comes from; the machine's own choice if not set. */
  from?: string;
  path?: string;
  /** More lines for the handshake. */
  headers?: string[];
}

export class BareReader {
  readonly #socket: Socket;
  #unread: Buffer = Buffer.alloc(0);
  #onAnswer: (answer: string) => void = () => {};
  #onUpdate: (update: string) => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async open(url: string, { from, path = '/live/', headers = [] }: Ways = {}): Promise<BareReader> {
    const { port } = new URL(url);
    const at = { host: '127.0.0.1', port: Number(port), noDelay: true };
    const socket = connect(from === undefined ? at : { ...at, localAddress: from });
    await once(socket, 'connect');
    socket.write(handshake(port, path, headers));
    const reader = new BareReader(socket);
    await new Promise<void>((resolve, reject) => {
      reader.#onAnswer = () => resolve();
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('A reader was turned away.')));
      socket.on('data', (data) => reader.#take(data));
    });
    return reader;
  }

  /** Resolves to the answer, as it was sent. */
  join(blog: string, after: number, onUpdate: (update: string) => void = () => {}): Promise<string> {
    this.#onUpdate = onUpdate;
    return this.ask('join', { blog, after });
  }

  /** Any event that asks for an answer; resolves to the next one that comes, as it was sent. */
  ask(name: string, message: unknown): Promise<string> {
    return new Promise((resolve) => {
      this.#onAnswer = resolve;
      this.#send(`420${JSON.stringify([name, message])}`);
    });
  }

  /** Any event that asks for none. */
  say(name: string, message: unknown): void {
    this.#send(`42${JSON.stringify([name, message])}`);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    let unread = this.#unread.length === 0 ? data : Buffer.concat([this.#unread, data]);
    if (unread[0] === 0x48 /* H of HTTP/1.1 101 */) {
      const end = unread.indexOf(HANDSHAKE_END);
      unread = end < 0 ? unread : unread.subarray(end + HANDSHAKE_END.length);
    }
    for (let frame = firstFrame(unread); frame; frame = firstFrame(unread)) {
      unread = unread.subarray(frame.end);
      this.#hear(frame.text);
    }
    this.#unread = unread;
  }

  #hear(text: string): void {
    if (text.startsWith('42["update"')) this.#onUpdate(text);
    else if (text.startsWith('43') || text.startsWith('40')) this.#onAnswer(text);
    else if (text.startsWith('0')) this.#send('40');
    else if (text === '2') this.#send('3');
  }

  /** One text frame of fewer than 126 bytes; a client must mask it, and a mask of zeros changes nothing. */
  #send(text: string): void {
    this.#socket.write(
      Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]),
    );
  }
}

function handshake(port: string, path: string, more: string[]): string {
  const lines = [
    `GET ${path}?EIO=4&transport=websocket HTTP/1.1`,
    `Host: localhost:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ...more,
  ];
  return lines.join('\r\n') + HANDSHAKE_END;
}

/** The first whole frame; undefined where there is none yet. */
function firstFrame(data: Buffer): { text: string; end: number } | undefined {
  if (data.length < 2) return undefined;
  const short = data[1]! & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (data.length < start) return undefined;
  const length = short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
  const end = start + length;
  return data.length < end ? undefined : { text: data.toString('utf8', start, end), end };
}
