/** How a follower stands with the service, and what its reader is told of that. */

export type State =
  /** No answer has come yet. */
  | { is: 'joining' }
  /** What happens comes by itself. `isStale`: it may come late, since the node can't reach the record. */
  | { is: 'joined'; isStale: boolean }
  /** There is no line, but questions over HTTP are answered. */
  | { is: 'polling' }
  /** Nothing comes and nothing answers. */
  | { is: 'silent' }
  /** `isGone`: there is no such blog any more; else nobody wants to know. */
  | { is: 'over'; isGone: boolean };

/**
 * `live`: updates come as they happen. `delayed`: they may come late, since the service has trouble. `polling`: they come every few seconds. `reconnecting`: none come, but may soon.
 * `offline`: the device has no network. `gone`: there is no such blog any more.
 */
export type Connection = 'connecting' | 'live' | 'delayed' | 'reconnecting' | 'polling' | 'offline' | 'gone';

export const isHearing = (connection: Connection): boolean =>
  ['live', 'polling', 'delayed'].includes(connection);

/** The one place that turns a state into what the reader is told; undefined where there is nothing more to tell. */
export function connectionOf(state: State, isOffline: boolean): Connection | undefined {
  switch (state.is) {
    case 'joining':
      return 'connecting';
    case 'joined':
      return state.isStale ? 'delayed' : 'live';
    case 'polling':
      return 'polling';
    case 'silent':
      return isOffline ? 'offline' : 'reconnecting';
    case 'over':
      return state.isGone ? 'gone' : undefined;
  }
}
