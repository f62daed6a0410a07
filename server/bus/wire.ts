/** A connection to Redis, single or cluster, that goes on trying by itself and whose every promise is caught. */
import { ClientOfflineError, createClient, createCluster } from 'redis';

type Listener = (message: string) => void;

export interface Wire {
  publish(channel: string, message: string): void;
  /** One listener for a channel at most. */
  subscribe(channel: string, listener: Listener): void;
  unsubscribe(channel: string): void;
  close(): void;
}

interface Ears {
  /** Something went wrong; it is being tried again. */
  onProblem(error: unknown): void;
  /** Publishing works (again). */
  onReady(): void;
}

/** Milliseconds until a subscription that came to nothing is asked for again. */
const AGAIN_MS = 500;

const OPTIONS = {
  commandsQueueMaxLength: 1_000,
  pingInterval: 2_000,
  socket: {
    connectTimeout: 2_000,
    socketTimeout: 5_000,
    // Full jitter: nodes that lost one Redis don't come back in step.
    reconnectStrategy: (retries: number) => Math.random() * Math.min(3_000, 50 * 2 ** retries),
  },
};

/** Encrypted where the address says so; node-redis takes it from there only where nothing else is said of the socket. */
const socketFor = (url: string) => ({
  ...OPTIONS.socket,
  ...(url.startsWith('rediss:') && { tls: true as const }),
});

/** `url` is `redis://…`, or several with commas between them for a cluster. */
export function openWire(url: string, ears: Ears): Wire {
  const urls = url.split(',');
  return urls.length > 1 ? clusterWire(urls, ears) : singleWire(url, ears);
}

function singleWire(url: string, { onProblem, onReady }: Ears): Wire {
  // What can't be published at once is not worth publishing: the timer brings it.
  const options = { ...OPTIONS, socket: socketFor(url), url };
  const sender = createClient({ ...options, disableOfflineQueue: true });
  const receiver = createClient(options);
  sender.on('ready', onReady);
  for (const client of [sender, receiver]) {
    client.on('error', onProblem);
    client.connect().catch(onProblem);
  }
  return {
    publish: (channel, message) => void sender.publish(channel, message).catch(unlessOffline(onProblem)),
    ...lasting(
      (channel, listener) => receiver.subscribe(channel, listener),
      (channel, listener) => receiver.unsubscribe(channel, listener),
      { onProblem, close: () => [sender, receiver].forEach((client) => client.destroy()) },
    ),
  };
}

/** Sharded pub/sub: a bell travels within the shard that has its channel, not through the whole cluster. */
function clusterWire(urls: string[], { onProblem, onReady }: Ears): Wire {
  const { username, password } = new URL(urls[0]!);
  const defaults = {
    ...{ ...OPTIONS, socket: socketFor(urls[0]!) },
    // The other nodes are found by address alone.
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
  const cluster = createCluster({ rootNodes: urls.map((url) => ({ url })), defaults });
  cluster.on('error', onProblem);
  const connected = cluster.connect();
  connected.then(onReady).catch(onProblem);
  return {
    publish: (channel, message) =>
      void connected.then(() => cluster.sPublish(channel, message)).catch(onProblem),
    ...lasting(
      (channel, listener) => connected.then(() => cluster.sSubscribe(channel, listener)),
      (channel, listener) => connected.then(() => cluster.sUnsubscribe(channel, listener)),
      { onProblem, close: () => cluster.destroy() },
    ),
  };
}

type Asking = (channel: string, listener: Listener) => Promise<unknown>;

/**
 * Subscriptions that are asked for until they stand. node-redis brings back those that stood before the connection
 * broke; one that was asked for while there was none ends with the next attempt to connect that fails, for good.
 */
function lasting(
  subscribe: Asking,
  unsubscribe: Asking,
  { onProblem, close }: Pick<Ears, 'onProblem'> & Pick<Wire, 'close'>,
): Omit<Wire, 'publish'> {
  const wanted = new Map<string, Listener>();
  function ask(channel: string, listener: Listener): void {
    if (wanted.get(channel) !== listener) return;
    subscribe(channel, listener).catch((error: unknown) => {
      onProblem(error);
      setTimeout(() => ask(channel, listener), AGAIN_MS).unref();
    });
  }
  return {
    subscribe(channel, listener) {
      wanted.set(channel, listener);
      ask(channel, listener);
    },
    unsubscribe(channel) {
      const listener = wanted.get(channel)!;
      wanted.delete(channel);
      // With its listener: only so does node-redis know, when it's asked for again at once, that this one is ending.
      unsubscribe(channel, listener).catch(onProblem);
    },
    close() {
      wanted.clear();
      close();
    },
  };
}

/** That there is no connection, whatever ended it has said already. */
const unlessOffline = (onProblem: Ears['onProblem']) => (error: unknown) => {
  if (!(error instanceof ClientOfflineError)) onProblem(error);
};
