/** A connection to Redis, single or cluster, that goes on trying by itself and whose every promise is caught. */
import { createClient, createCluster } from 'redis';

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

/** `url` is `redis://…`, or several with commas between them for a cluster. */
export function openWire(url: string, ears: Ears): Wire {
  const urls = url.split(',');
  return urls.length > 1 ? clusterWire(urls, ears) : singleWire(url, ears);
}

function singleWire(url: string, { onProblem, onReady }: Ears): Wire {
  // What can't be published at once is not worth publishing: the timer brings it.
  const sender = createClient({ ...OPTIONS, url, disableOfflineQueue: true });
  const receiver = createClient({ ...OPTIONS, url });
  sender.on('ready', onReady);
  for (const client of [sender, receiver]) {
    client.on('error', onProblem);
    client.connect().catch(onProblem);
  }
  return {
    publish: (channel, message) => void sender.publish(channel, message).catch(onProblem),
    subscribe: (channel, listener) => void receiver.subscribe(channel, listener).catch(onProblem),
    unsubscribe: (channel) => void receiver.unsubscribe(channel).catch(onProblem),
    close: () => [sender, receiver].forEach((client) => client.destroy()),
  };
}

/** Sharded pub/sub: a bell travels within the shard that has its channel, not through the whole cluster. */
function clusterWire(urls: string[], { onProblem, onReady }: Ears): Wire {
  const cluster = createCluster({ rootNodes: urls.map((url) => ({ url })), defaults: OPTIONS });
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
