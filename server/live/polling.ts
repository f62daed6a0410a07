/** A client that begins as Socket.IO's do unless told otherwise, by polling: it hears what to do instead, in its own terms. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DESK_LIVE_PATH } from '../../shared/desk.ts';
import { LIVE_PATH } from '../../shared/protocol.ts';

const PATHS = [LIVE_PATH, DESK_LIVE_PATH].flatMap((path) => [path, `${path}/`]);

/** Whether this wants to be a socket and asks for it as a plain request. */
export const isPolling = ({ url = '' }: IncomingMessage): boolean => {
  const [path, query] = url.split('?', 2);
  return PATHS.includes(path!) && query !== undefined && /(^|&)(EIO|transport)=/.test(query);
};

/** Code 0 is Engine.IO's for a transport that is not known; clients show the message with it. */
const WORDS = {
  code: 0,
  message:
    "Connect by WebSocket: io(address, { path: '/live', transports: ['websocket'] }), any Socket.IO client 4.x (EIO=4). Where that can't be, read /api/v1/blogs/SLUG/updates?after=SEQ or the events of /SLUG/live.",
};

export function explain(response: ServerResponse): void {
  response.writeHead(400, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' });
  response.end(JSON.stringify(WORDS));
}
