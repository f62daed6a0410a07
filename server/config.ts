/** The only file that reads the environment. Every setting, its default and its meaning stand in one table. */

interface Setting<T> {
  default: T;
  meaning: string;
  /** Returns the value, or throws an Error that completes the sentence "NAME …". */
  parse(text: string): T;
}

const SETTINGS = {
  PORT: whole(3000, 'Port to listen on; 0 takes a free one.', 0, 65_535),
  HOST: text('127.0.0.1', 'Address to listen on; 0.0.0.0 for all.'),
  DATA_DIR: text('./data', 'Folder of the SQLite file.'),
  DATABASE_URL: address(
    '',
    'Postgres, as postgres://…, for more than one node; SQLite if not set.',
    /^postgres(ql)?:\/\/./,
    'postgres://',
  ),
  DATABASE_CONNECTIONS: whole(
    10,
    'Connections to Postgres that this node holds at most; fewer where all nodes together would take more than it has.',
    1,
    1_000,
  ),
  DATABASE_WAIT_SECONDS: whole(60, 'How long a start waits for a database that isn’t there yet.', 0, 3_600),
  MIGRATE: oneOf(
    'start',
    'Who brings the tables up to a new version: every start, or only the command migrate.',
    ['start', 'command'],
  ),
  REDIS_URL: address(
    '',
    'Redis, as redis://…, for more than one node; several with commas between them for a cluster.',
    /^rediss?:\/\/./,
    'redis:// or rediss://',
  ),
  PUBLIC_URL: origin('', 'Where readers find the service; http://localhost:PORT if not set.'),
  HOSTS: list(
    [],
    'Host names that are ours: a request for another is sent to PUBLIC_URL, or gets 421; any if not set.',
  ),
  SITE_NAME: text('Dateline', 'The newsroom’s name, in the masthead.'),
  SITE_LANGUAGE: language('en', 'Language of the front and of errors, as a tag such as uk or pt-BR.'),
  SITE_TIMEZONE: timezone('UTC', 'Time zone of the days on the front, such as Europe/Kyiv.'),
  SITE_LOGO: address(
    '',
    'The newsroom’s logo for search engines, as https://…; our icon if not set.',
    /^https:\/\/./,
    'https://',
  ),
  SITE_IMAGE: address(
    '',
    'Picture for previews of links, as https://… or /…; none if not set.',
    /^(https?:\/\/|\/(?!\/))./,
    'https://, http:// or one /',
  ),
  WEBSUB_HUB: address(
    '',
    'WebSub hub that is told of news and that feeds name, as https://…; none if not set.',
    /^https?:\/\/./,
    'https:// or http://',
  ),
  PUSH_HOSTS: list(
    ['fcm.googleapis.com', 'push.services.mozilla.com', 'push.apple.com', 'notify.windows.com'],
    'Push services that alerts may go to: ends of host names, or whole origins.',
  ),
  WORKERS: whole(1, 'Processes that share the port, to use every core of a machine.', 1, 256),
  DRAIN_LEAD_SECONDS: whole(
    5,
    'After SIGTERM, how long /readyz says 503 before readers are sent away.',
    0,
    10,
  ),
  TRUST_PROXY: whole(0, 'How many proxies stand in front, for the readers’ real addresses.', 0, 10),
  AUDIT_DAYS: whole(365, 'How long it is kept who did what at the desk.', 1, 36_500),
  LOG_LEVEL: oneOf('info', 'How much to log, as JSON lines on standard output.', [
    'silent',
    'error',
    'warn',
    'info',
    'debug',
  ]),
  READERS_PER_NODE: whole(15_000, 'Open reader sockets on this node; more get 503.', 1, 1_000_000),
  READERS_PER_ADDRESS: whole(
    200,
    'Open reader sockets from one network (an IPv4 address, an IPv6 /56); more get 503.',
    1,
    1_000_000,
  ),
  CONNECTS_PER_SECOND: whole(
    200,
    'New reader sockets a second on this node, its networks in turn; more wait a moment, then get 503.',
    1,
    1_000_000,
  ),
  CONNECTIONS_PER_NETWORK: whole(
    500,
    'Open HTTP connections from one network, where no proxy stands in front; more are closed.',
    1,
    1_000_000,
  ),
  REQUESTS_PER_NETWORK: whole(
    1_000,
    'Requests of one network that may wait for their turn; more are closed.',
    1,
    1_000_000,
  ),
  READS_PER_NETWORK: whole(
    200,
    'Answers still to be made that one network may wait for; more get 429.',
    1,
    1_000_000,
  ),
  REQUESTS_PER_PERSON: whole(
    200,
    'Commands and questions at the desk that one person or token may wait for; more get 429.',
    1,
    1_000_000,
  ),
  CACHE_BYTES: whole(
    33_554_432,
    'Answers kept in memory to be sent again; those asked for longest ago go first.',
    1_048_576,
    10_000_000_000,
  ),
  DESK_SOCKETS_PER_PERSON: whole(
    20,
    'Desks that one person may have open on this node; more get 503.',
    1,
    1_000,
  ),
  UNREAD_SECONDS: whole(
    30,
    'After so long, an answer of which hardly anything was taken is let go.',
    1,
    3_600,
  ),
  BLOGS_PER_READER: whole(10, 'Blogs that one socket may follow.', 1, 1_000),
  READER_MESSAGES_PER_SECOND: whole(
    2,
    'Messages a reader’s socket may send, after a burst of ten seconds’ worth.',
    1,
    1_000,
  ),
  READER_FRAME_BYTES: whole(16_384, 'Largest frame a reader’s socket may send.', 1_024, 1_000_000),
  SLOW_READER_BYTES: whole(
    1_048_576,
    'Unsent bytes at which a slow reader is let go.',
    65_536,
    1_000_000_000,
  ),
  WRITES_PER_MINUTE: whole(600, 'Commands that one token may send a minute; more get 429.', 1, 1_000_000),
  BODY_BYTES: whole(65_536, 'Largest body of a command; more gets 413.', 1_024, 10_000_000),
} satisfies Record<string, Setting<unknown>>;

export type Config = {
  readonly [Name in keyof typeof SETTINGS]: ReturnType<(typeof SETTINGS)[Name]['parse']>;
};

/** For docs/operating.md and its test: name, default and meaning of every setting. */
export const settingsTable = Object.entries(SETTINGS).map(([name, setting]) => ({
  name,
  default: String(setting.default),
  meaning: setting.meaning,
}));

/** The settings of `env`. Throws an Error of one line, which names the setting, for a bad value. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const values = Object.entries(SETTINGS).map(([name, setting]) => {
    const given = env[name]?.trim();
    if (!given) return [name, setting.default];
    try {
      return [name, setting.parse(given)];
    } catch (error) {
      const shown = given.replace(/\/\/[^/]*@/, '//…@'); // no password in a log
      throw new Error(`${name} ${(error as Error).message}, not ${JSON.stringify(shown)}`);
    }
  });
  return Object.freeze(Object.fromEntries(values)) as Config;
}

/** A line for each name in `env` that is one slip away from a setting that is not set, such as `POTR`. */
export function misspelt(env: Record<string, string | undefined> = process.env): string[] {
  const unset = Object.keys(SETTINGS).filter((name) => env[name] === undefined);
  const given = Object.keys(env).filter((name) => !Object.hasOwn(SETTINGS, name));
  return given.flatMap((name) => {
    const meant = unset.find((each) => isOneSlip(name, each));
    return meant === undefined ? [] : [`${name} is no setting of Dateline. Is ${meant} meant?`];
  });
}

/** One letter too many, too few or wrong, or two that changed places. */
function isOneSlip(given: string, meant: string): boolean {
  const least = Math.min(given.length, meant.length);
  let start = 0;
  while (start < least && given[start] === meant[start]) start += 1;
  let end = 0;
  while (end < least - start && given.at(-1 - end) === meant.at(-1 - end)) end += 1;
  const [is, was] = [given, meant].map((name) => name.slice(start, name.length - end)) as [string, string];
  if (is.length === 2 && was.length === 2) return is[0] === was[1] && is[1] === was[0];
  return is.length <= 1 && was.length <= 1;
}

function text(fallback: string, meaning: string): Setting<string> {
  return { default: fallback, meaning, parse: (given) => given };
}

function language(fallback: string, meaning: string): Setting<string> {
  return {
    default: fallback,
    meaning,
    parse(given) {
      try {
        const locale = new Intl.Locale(given);
        if (locale.language.length <= 3) return locale.toString();
      } catch {
        // It isn't even of the form.
      }
      throw new Error('must be a language tag, such as en, uk or pt-BR');
    },
  };
}

function timezone(fallback: string, meaning: string): Setting<string> {
  return {
    default: fallback,
    meaning,
    parse(given) {
      try {
        new Intl.DateTimeFormat('en', { timeZone: given });
        return given;
      } catch {
        throw new Error('must be a time zone, such as Europe/Kyiv');
      }
    },
  };
}

function list(fallback: readonly string[], meaning: string): Setting<readonly string[]> {
  return {
    default: fallback,
    meaning,
    parse: (given) =>
      given
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
  };
}

function whole(fallback: number, meaning: string, least: number, most: number): Setting<number> {
  return {
    default: fallback,
    meaning,
    parse(given) {
      const value = Number(given);
      if (Number.isInteger(value) && value >= least && value <= most) return value;
      throw new Error(`must be a whole number from ${least} to ${most}`);
    },
  };
}

function oneOf<const T extends string>(fallback: T, meaning: string, choices: readonly T[]): Setting<T> {
  return {
    default: fallback,
    meaning,
    parse(given) {
      const choice = choices.find((each) => each === given);
      if (choice) return choice;
      throw new Error(`must be one of ${choices.join(', ')}`);
    },
  };
}

/** `starts` says `form` in words. */
function address(fallback: string, meaning: string, form: RegExp, starts: string): Setting<string> {
  return {
    default: fallback,
    meaning,
    parse(given) {
      if (form.test(given)) return given;
      throw new Error(`must be an address that starts with ${starts}`);
    },
  };
}

function origin(fallback: string, meaning: string): Setting<string> {
  return {
    default: fallback,
    meaning,
    parse(given) {
      const url = URL.canParse(given) ? new URL(given) : null;
      if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search) return url.origin;
      throw new Error('must be an http(s) address without a path');
    },
  };
}
