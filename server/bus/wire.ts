/** A connection to Redis, single or cluster, that goes on trying by itself and whose every promise is caught. */
import { ClientOfflineError, createClient, createCluster } from 'redis';

export interface Wire {
  publish(channel: string, message: string): void;
  subscribe(channel: string, listener: (message: string) => void): void;
  unsubscribe(channel: string): void;
  close(): void;
}

interface Ears {
  /** Something went wrong; it is being tried again. */
  onProblem(error: unknown): void;
  /** Publishing works (again). */
  onReady(): void;
}

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
    subscribe: (channel, listener) => void receiver.subscribe(channel, listener).catch(onProblem),
    unsubscribe: (channel) => void receiver.unsubscribe(channel).catch(onProblem),
    close: () => [sender, receiver].forEach((client) => client.destroy()),
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
  const whenConnected = (work: () => Promise<unknown>) => void connected.then(work).catch(onProblem);
  return {
    publish: (channel, message) => whenConnected(() => cluster.sPublish(channel, message)),
    subscribe: (channel, listener) => whenConnected(() => cluster.sSubscribe(channel, listener)),
    unsubscribe: (channel) => whenConnected(() => cluster.sUnsubscribe(channel)),
    close: () => cluster.destroy(),
  };
}

/** That there is no connection, whatever ended it has said already. */
const unlessOffline = (onProblem: Ears['onProblem']) => (error: unknown) => {
  if (!(error instanceof ClientOfflineError)) onProblem(error);
};
