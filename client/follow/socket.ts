/**
 * As much of Socket.IO's protocol as a reader needs, over the browser's own WebSocket: its client library has everything
 * else besides, and was a quarter of what a page loads. Engine.IO 4 and Socket.IO 5, text frames, the main namespace
 * (https://socket.io/docs/v4/engine-io-protocol/, https://socket.io/docs/v4/socket-io-protocol/).
 */
import { type FromReader, LIVE_PATH, type ToReader } from '../../shared/protocol.ts';

export interface Socket {
  send(name: 'leave', value: Parameters<FromReader['leave']>[0]): void;
  /** The answer, or an Error where none has come in so many milliseconds or can come any more. */
  ask<T>(name: 'join', value: Parameters<FromReader['join']>[0], most: number, answer: Answer<T>): void;
  /** From now on nobody hears of it; whoever waits for an answer gets an Error. */
  close(): void;
}

export interface Ears extends Omit<ToReader, 'error'> {
  opened(): void;
  /** Something has come, whatever it is. */
  heard(): void;
  /** It is of no use any more, or could not be opened: close it. */
  lost(): void;
}

type Answer<T> = (answer: T | Error) => void;

/** Gives up where it isn't open in so many milliseconds. `from` is the site around the page. */
export function openSocket(origin: string, from: string, most: number, ears: Ears): Socket {
  const query = `EIO=4&transport=websocket${from && `&from=${encodeURIComponent(from)}`}`;
  const webSocket = new WebSocket(`${origin.replace('http', 'ws')}${LIVE_PATH}/?${query}`);
  const waiting = new Map<number, Answer<never>>();
  let asked = 0;
  const patience = setTimeout(ears.lost, most);
  webSocket.onclose = ears.lost;
  webSocket.onmessage = ({ data }) => {
    ears.heard();
    try {
      take(String(data));
    } catch {
      ears.lost(); // no frame of ours
    }
  };

  /** Engine.IO: 0 open, 1 close, 2 ping, 3 pong, 4 message. In a message: 0 connect, 1 disconnect, 2 event, 3 answer, 4 error. */
  function take(frame: string): void {
    const [, kind, id, json] = /^(4?\d)(\d*)(.*)$/s.exec(frame)!;
    if (kind === '0') webSocket.send('40');
    else if (kind === '2') webSocket.send('3');
    else if (kind === '40') {
      clearTimeout(patience);
      ears.opened();
    } else if (kind === '42') {
      const [name, value] = JSON.parse(json!) as ['update', never];
      if (Object.hasOwn(ears, name)) ears[name](value);
    } else if (kind === '43') settle(Number(id), (JSON.parse(json!) as [never])[0]);
    else ears.lost();
  }

  function settle(id: number, answer: never): void {
    const wants = waiting.get(id);
    waiting.delete(id);
    wants?.(answer);
  }

  function ask<T>(name: string, value: unknown, most: number, answer: Answer<T>): void {
    const id = (asked += 1);
    waiting.set(id, answer);
    send(name, value, id);
    setTimeout(() => settle(id, new Error('no answer') as never), most);
  }

  function send(name: string, value: unknown, id: number | '' = ''): void {
    webSocket.send(`42${id}${JSON.stringify([name, value])}`);
  }

  function close(): void {
    clearTimeout(patience);
    webSocket.onclose = webSocket.onmessage = null;
    webSocket.close();
    for (const id of waiting.keys()) settle(id, new Error('closed') as never);
  }

  return { send, ask, close };
}
