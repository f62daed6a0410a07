/** Somebody at the desk for a test: a session of their own, and a socket that keeps what it hears. */
import { io, type Socket } from 'socket.io-client';
import { ulid } from 'ulid';
import { onTestFinished } from 'vitest';
import { newSession } from '../../server/newsroom/sessions.ts';
import type { Store } from '../../server/store/store.ts';
import { DESK_LIVE_PATH, type FromDesk, type Glance, type Present, type ToDesk } from '../../shared/desk.ts';
import type { Role } from '../../shared/people.ts';

/** An account with this role, on all blogs unless told, and the header with which its browser is known. */
export async function signedIn(
  store: Store,
  name: string,
  role: Role = 'editor',
  blog: string | null = null,
): Promise<{ id: string; cookie: string }> {
  const id = ulid().toLowerCase();
  const { row, cookie } = newSession(id, 'a test', new Date().toISOString());
  await store.transaction(async ({ accounts }) => {
    const created_at = new Date().toISOString();
    await accounts.add({ id, email: `${id}@example.org`, name, password: '', is_disabled: 0, created_at });
    await accounts.setMemberships(id, [{ account: id, role, blog: blog ?? '*' }]);
    await accounts.addSession(row);
  });
  return { id, cookie: `dateline=${cookie}` };
}

export interface TestDesk {
  socket: Socket<ToDesk, FromDesk>;
  /** Who is here, as last heard. */
  people: Present[];
  /** How often something of the blog's desk has changed. */
  changes: number;
  glance: Glance | undefined;
  isSignedOut: boolean;
  watch(blog: string): Promise<unknown>;
}

/** A desk's socket with these headers; it does not come back by itself. */
export function openDesk(url: string, headers: Record<string, string>): TestDesk {
  const socket: TestDesk['socket'] = io(url, {
    path: DESK_LIVE_PATH,
    transports: ['websocket'],
    extraHeaders: headers,
    reconnection: false,
    forceNew: true,
  });
  onTestFinished(() => void socket.close());
  const desk: TestDesk = {
    socket,
    people: [],
    changes: 0,
    glance: undefined,
    isSignedOut: false,
    watch: (blog) => socket.timeout(10_000).emitWithAck('watch', { blog }),
  };
  socket.on('presence', ({ people }) => void (desk.people = people));
  socket.on('changed', () => void (desk.changes += 1));
  socket.on('glance', (glance) => void (desk.glance = glance));
  socket.on('signed-out', () => void (desk.isSignedOut = true));
  return desk;
}
