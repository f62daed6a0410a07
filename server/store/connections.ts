/** The connections that this node holds to Postgres: as many as it may, and fewer where the server has no room. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { breaksConnection, failureOf, TookTooLong } from './failures.ts';
import { inTime } from './patience.ts';

/** Milliseconds, under the two seconds in which the desk is to hear that the database can't be had. */
const CONNECT_MS = 1_500;
const ANSWER_MS = 1_800;
const IDLE_MS = 30_000;
/** For so long after the server had no room, no more connections are asked for than it gave. */
const CROWDED_MS = 5_000;

/** Connections that whoever asks may have at most, together with all others of the same role or database. */
const ROOM = `select least(
    current_setting('max_connections')::int
      - case when rolsuper then 0 else current_setting('superuser_reserved_connections')::int end,
    case when not rolsuper and datconnlimit >= 0 then datconnlimit end,
    case when not rolsuper and rolconnlimit >= 0 then rolconnlimit end) as room
  from pg_database, pg_roles
  where datname = current_database() and rolname = current_user`;

export interface Settings {
  /** `postgres://…` */
  url: string;
  /** Connections at most. */
  most: number;
  /** For commands of somebody who waits: no answer comes too late. */
  isPatient?: boolean;
  /** Hears of connections that break while nobody uses them. */
  onError(error: Error): void;
}

/** What Kysely takes for a client of pg's. */
interface Reserved {
  query(sql: string, values: unknown[]): Promise<pg.QueryResult>;
  release(isDiscarded?: boolean): void;
}

/** What pg knows of a connection, and its types don't. */
interface Cancellable {
  host: string;
  port: number;
  processID: number;
  secretKey: number;
}

export class Connections {
  readonly #pool: pg.Pool;
  readonly #answerMs: number;
  readonly #wanted: number;
  /** How many may be open; what the pool is told may be less, for a while. */
  #most: number;
  /** Without those that are given up: a dead line takes long to end. */
  readonly #open = new Set<pg.PoolClient>();
  #answeredAt = -Infinity;
  #crowdedAt = -Infinity;

  constructor({ url, most, isPatient = false, onError }: Settings) {
    this.#wanted = most;
    this.#most = most;
    this.#answerMs = isPatient ? Infinity : ANSWER_MS;
    this.#pool = new pg.Pool({
      connectionString: url,
      max: most,
      application_name: 'dateline',
      Client: ImpatientClient,
      idleTimeoutMillis: IDLE_MS,
    });
    // Without a listener, a database that goes away ends the process.
    this.#pool.on('error', onError);
    this.#pool.on('connect', (client) => void this.#open.add(client));
    this.#pool.on('remove', (client) => void this.#open.delete(client));
  }

  /**
   * Takes this node's share of what the server has for all of them, and leaves one for whoever comes next: a deploy, or
   * somebody with a command. Those that are too many are given back as they come free. Resolves to the room that there
   * is in all, and this share. Throws what the server throws.
   */
  async share(nodes: number): Promise<{ room: number; share: number }> {
    const room = await this.#room();
    this.#most = Math.max(1, Math.min(this.#wanted, Math.floor(room / (nodes + 1))));
    this.#pool.options.max = this.#most;
    return { room, share: this.#most };
  }

  async #room(): Promise<number> {
    const client = await this.connect();
    try {
      return Number((await client.query(ROOM, [])).rows[0].room);
    } finally {
      client.release();
    }
  }

  get used(): number {
    return this.#pool.totalCount - this.#pool.idleCount;
  }

  get waiting(): number {
    return this.#pool.waitingCount;
  }

  /** One that nobody else uses, also where the server has no room for another: then one of ours, as it comes free. */
  async connect(): Promise<Reserved> {
    const end = performance.now() + CONNECT_MS;
    for (;;) {
      if (performance.now() > this.#crowdedAt + CROWDED_MS) this.#pool.options.max = this.#most;
      try {
        return this.#reserve(await this.#next());
      } catch (error) {
        if (failureOf(error)?.kind !== 'crowded' || performance.now() > end) throw error;
        this.#crowdedAt = performance.now();
        this.#pool.options.max = Math.max(1, Math.min(this.#open.size, this.#most));
        if (this.#open.size === 0) await pause(20 + Math.random() * 60); // until somebody else gives one back
      }
    }
  }

  /** Waits for one to come free as long as the server answers those who have one. */
  async #next(): Promise<pg.PoolClient> {
    const next = this.#pool.connect();
    try {
      return await inTime(next, CONNECT_MS, () => this.#answeredAt);
    } catch (error) {
      next.then(
        (client) => client.release(),
        () => {},
      );
      throw error;
    }
  }

  end(): Promise<void> {
    return this.#pool.end();
  }

  /** A connection that has failed its user is not given to the next one. */
  #reserve(client: pg.PoolClient): Reserved {
    let broken: unknown;
    let isSuspect = false;
    // Between two queries of a transaction nobody else listens, and an error that nobody hears ends the process.
    const onError = (error: unknown) => void (broken ??= error);
    client.on('error', onError);
    return {
      query: async (sql, values) => {
        if (broken) throw broken;
        try {
          const asked = performance.now();
          const answer = client.query(sql, values);
          const result = await (this.#answerMs === Infinity
            ? answer
            : inTime(answer, this.#answerMs, () => asked));
          this.#answeredAt = performance.now();
          return result;
        } catch (error) {
          if (breaksConnection(error)) broken ??= error;
          if (error instanceof TookTooLong && isRead(sql)) cancel(client);
          isSuspect ||= failureOf(error)?.kind === 'read-only'; // the next one may reach the new primary
          throw error;
        }
      },
      release: (isDiscarded = false) => {
        client.off('error', onError);
        const isGivenUp = isDiscarded || broken !== undefined || isSuspect || this.#open.size > this.#most;
        if (isGivenUp) this.#open.delete(client);
        client.release(isGivenUp);
      },
    };
  }
}

/** The pool's own timeout would count for those who wait for a connection that is held, too. */
class ImpatientClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_MS });
  }
}

/** What writes has a time limit of its own; and a commit that waits for a replica must not be told to wait no longer. */
const isRead = (sql: string): boolean => /^\s*(select|with)\b/i.test(sql);

/**
 * What nobody waits for any more holds a connection of the server's until it is done: behind somebody's lock as long as
 * that is held, and the next one with it. https://www.postgresql.org/docs/15/protocol-message-formats.html, CancelRequest.
 */
function cancel(client: pg.PoolClient): void {
  const { host, port, processID, secretKey } = client as unknown as Cancellable;
  const request = Buffer.alloc(16);
  [16, 80_877_102, processID, secretKey].forEach((each, n) => request.writeInt32BE(each, 4 * n));
  const path = `${host}/.s.PGSQL.${port}`;
  const socket = host.startsWith('/') ? connect(path) : connect(port, host);
  socket.on('error', () => {}).setTimeout(CONNECT_MS, () => socket.destroy());
  socket.end(request);
}
