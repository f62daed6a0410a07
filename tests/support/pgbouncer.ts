/** A real PgBouncer of a test's own, in front of a test's database. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { freePort } from './process.ts';

/** `nobody`: PgBouncer refuses to run as root. */
const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** The database's address, through the pooler. `settings` are lines of its [pgbouncer] section. */
export async function startPgBouncer(databaseUrl: string, ...settings: string[]): Promise<string> {
  const { hostname, port, pathname, username } = new URL(databaseUrl);
  const folder = await mkdtemp(join(tmpdir(), 'dateline-pgbouncer-'));
  await chmod(folder, 0o755);
  const listen = await freePort();
  const lines = [
    '[databases]',
    `${pathname.slice(1)} = host=${hostname} port=${port} user=${username}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${listen}`,
    'unix_socket_dir =',
    'auth_type = any',
    ...settings,
  ];
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o644 });
  const child = spawn('pgbouncer', ['-q', file], { ...asNobody, stdio: 'ignore' });
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  const url = `postgres://${username}@127.0.0.1:${listen}${pathname}`;
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return url;
    } catch (error) {
      if (tries > 100) throw error;
      await pause(50);
    }
  }
}
