/** How whoever follows something stands with the service: asks when it must, and polls where there is no line. */
import type { JoinError } from '../../shared/protocol.ts';
import type { FrontUpdate } from '../../shared/front.ts';
import type { Line, Listener } from './line.ts';
import { openPolls } from './polls.ts';
import { Gone } from './reads.ts';
import { type Connection, connectionOf, isHearing, type State } from './state.ts';

/** What is followed. */
interface Followed {
  line: Line;
  /** Asks over the line for all after what is held. `settle` gets what takes the answer in, or why there is none. */
  ask(settle: (outcome: (() => void) | { error: JoinError } | Error) => void): void;
  /** The same over HTTP; true where something was missing. Throws Gone, or what the network throws. */
  read(): Promise<boolean>;
  update(update: FrontUpdate): void;
  audience: Listener['audience'];
  /** What is held is not how things are: something behind it is still being read. */
  isReading(): boolean;
  onConnection(connection: Connection): void;
  leave(): void;
}

export interface Link {
  /** Asks for everything after what is held. Also how a line that looks alive proves that it is. */
  join(): void;
  /** An update did not fit on what is held: something before it is missing. */
  askAgain(): void;
  /** `isBehind`: the service has more than what is held. */
  hear(audience: { isStale: boolean; isBehind: boolean }): void;
  /** Something says that the world may have changed (tab visible, network back): check at once. */
  wake(): void;
  /** There is no such thing any more. */
  end(): void;
  close(): void;
  isOver(): boolean;
}

/** On waking, how long the socket may take to answer before we ask over HTTP as well. */
const WAKE_MS = 1_500;
const FIRST_MS = 5_000;
/** Where the node at the other end can't reach the record: another one may. */
const STALE_MS = 1_000;
/** Most lines that are lost are back before that. */
const POLL_AFTER_MS = 2_000;

export function openLink({
  line,
  ask,
  read,
  update,
  audience,
  isReading,
  onConnection,
  leave,
}: Followed): Link {
  let state: State = { is: 'joining' };
  let told: Connection | undefined = 'connecting';
  /** What the line has been asked and not answered yet. `again`: an update came meanwhile that did not fit. */
  let asking: 'nothing' | 'once' | 'again' = 'nothing';

  const polls = openPolls(poll);
  const hangUp = line.add({ opened: join, quiet: doubt, lost, update, audience });
  polls.begin(FIRST_MS * (1 + Math.random() / 2)); // where the first line hangs on its way
  return { join, askAgain, hear, wake, end, close, isOver: () => state.is === 'over' };

  function become(next: State): void {
    if (state.is === 'over') return;
    state = next;
    const connection = connectionOf(next, isOffline());
    if (connection === undefined || connection === told || (isReading() && isHearing(connection))) return;
    told = connection;
    onConnection(connection);
  }

  function join(): void {
    if (asking !== 'nothing') return;
    asking = 'once';
    ask((outcome) => {
      const isMissing = asking === 'again';
      asking = 'nothing';
      if (state.is === 'over' || !line.isOpen()) return;
      if (outcome instanceof Error) return line.drop();
      if (typeof outcome !== 'function') return refused(outcome.error);
      outcome();
      polls.stop();
      if (isMissing) join();
      become(state.is === 'joined' ? state : { is: 'joined', isStale: false });
    });
  }

  function askAgain(): void {
    if (asking !== 'nothing') asking = 'again';
    join();
  }

  function refused(error: JoinError): void {
    if (error === 'not-found') end();
    else if (error === 'too-many') lost();
    else line.drop();
  }

  function hear({ isStale, isBehind }: { isStale: boolean; isBehind: boolean }): void {
    become({ is: 'joined', isStale });
    if (isStale) polls.begin(STALE_MS * (0.5 + Math.random()));
    else if (asking === 'nothing') polls.stop();
    if (isBehind) join();
  }

  function lost(): void {
    if (state.is === 'over') return;
    if (state.is === 'joined') become({ is: 'silent' });
    polls.begin(POLL_AFTER_MS * (0.5 + Math.random()));
  }

  async function poll(): Promise<void> {
    // Asked on waking, and neither has the line answered since nor brought anything for long.
    if (state.is === 'joined' && line.isQuiet()) become({ is: 'silent' });
    const wasSilent = state.is === 'silent';
    let hasNews: boolean;
    try {
      hasNews = await read();
    } catch (error) {
      if (error instanceof Gone) return end();
      if (polls.isRunning() && !isDelayed()) become({ is: 'silent' });
      throw error;
    }
    if (isDelayed()) return lookElsewhere(hasNews);
    // A join may have got through meanwhile.
    if (!polls.isRunning()) return;
    become({ is: 'polling' });
    if (wasSilent) line.hurry();
  }

  function isDelayed(): boolean {
    return state.is === 'joined' && state.isStale;
  }

  /** The node at the other end of the line has lost the record. Where another one hasn't, a new line may lead there. */
  function lookElsewhere(hasNews: boolean): void {
    if (!hasNews) throw new Error('Nobody knows more.');
    line.drop();
  }

  /** The line has brought nothing for long: is it one? */
  function doubt(): void {
    join();
    polls.begin(WAKE_MS); // where it only looks alive
  }

  function wake(): void {
    if (state.is === 'over') return;
    if (isOffline()) {
      line.drop();
      return become({ is: 'silent' });
    }
    if (line.isOpen()) join();
    else line.hurry();
    polls.start(WAKE_MS); // where the line only looks alive, or hangs on its way
  }

  function end(): void {
    become({ is: 'over', isGone: true });
    close();
  }

  function close(): void {
    become({ is: 'over', isGone: false });
    polls.stop();
    hangUp();
    leave();
  }
}

/** Node's navigator knows nothing of the network: undefined there, and not false. */
const isOffline = (): boolean => (globalThis.navigator as { onLine?: boolean } | undefined)?.onLine === false;
