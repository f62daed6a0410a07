/**
 * The two ways to end a line. Socket.IO's clients come back by themselves from a transport that closed, and never
 * from its disconnect packet ("io server disconnect"): that one is for those who must not come back as they are.
 */
import type { DefaultEventsMap, Socket } from 'socket.io';
import type { LineError, ToReader } from '../../shared/protocol.ts';

/** Ends a line that shall come back. What is on its way to the client still goes. */
export function letGo({ conn }: { conn: { close(): unknown } }): void {
  conn.close();
}

/** Ends the line of a client that would do the same again: it hears why, and stays away. */
export function showOut(socket: Socket<DefaultEventsMap, ToReader>, why: LineError): void {
  socket.emit('error', why);
  socket.disconnect(true);
}
