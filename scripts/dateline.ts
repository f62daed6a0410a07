/** The command line: `npm run -s dateline -- COMMAND …`. One file a command; this one only finds it. */
import { misspelt } from '../server/config.ts';
import { account } from './account.ts';
import { backup, restore } from './backup.ts';
import { migrate } from './migrate.ts';
import { replay } from './replay.ts';
import { token } from './token.ts';

const COMMANDS: Record<string, (args: string[]) => Promise<void>> = {
  account,
  token,
  backup,
  restore,
  migrate,
  replay,
};

const USAGE = `Usage: npm run -s dateline -- COMMAND

  account add EMAIL [--role admin|editor|contributor] [--blog SLUG]
      Prints a link with which this person joins the desk, as an editor unless told otherwise. It works once.
  account password EMAIL
      Prints a link with which this person chooses a new password. It works once.
  token create NAME [--role admin|editor|contributor] [--blog SLUG]
      Makes a bearer token for the API and prints it, this once.
  token list
      Prints when each token was made, its role, its blog and its name.
  token revoke NAME
      Ends the tokens of this name, at once.
  backup FILE
      Writes the whole record, as it is at this moment, into a new file. The service may be running.
  restore FILE
      Fills a new DATA_DIR, or an empty database, with what a backup holds. Start the service afterwards.
  migrate [--plan]
      Says what is to be done to bring the tables to this version's, and does it beside what is going on; with --plan,
      says it only.
  replay FILE.ndjson [--speed N] [--slug SLUG] [--url URL] [--token TOKEN]
      Publishes a recorded live blog over the API, N times as fast as it happened (default 1).`;

const [name = '', ...args] = process.argv.slice(2);
const run = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (!run) {
  console.error(USAGE);
  process.exit(name === '' ? 0 : 2);
}
misspelt().forEach((line) => console.error(line));
try {
  await run(args);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
