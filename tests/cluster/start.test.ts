/** A start beside a database that isn't there, or goes in the very moment. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { newDatabase } from '../support/postgres.ts';
import { freePort, spawnService } from '../support/process.ts';
import { startProxy } from '../support/proxy.ts';

const settings = (DATABASE_URL: string) => ({ DATABASE_URL, PORT: '0', LOG_LEVEL: 'warn' });

test('a database that isn’t there yet is waited for, with a line that says why', async () => {
  const toPostgres = await startProxy(await newDatabase(inject('postgresUrl')));
  toPostgres.set('refuse');
  const waits: string[] = [];
  const service = await spawnService(settings(toPostgres.url), (line) => {
    if (!line.includes('Waiting for the database')) return;
    waits.push((JSON.parse(line) as { reason: string }).reason);
    setTimeout(() => toPostgres.set('pass'), 1_000);
  });
  expect((await fetch(`${service.url}/`)).status).toBe(200);
  expect(waits.length).toBeGreaterThan(0);
  for (const reason of waits) expect(reason).toMatch(/ECONNRESET|terminated/);
});

test('and no longer than a setting says', async () => {
  const toPostgres = await startProxy(await newDatabase(inject('postgresUrl')));
  toPostgres.set('refuse');
  const env = { ...settings(toPostgres.url), DATABASE_WAIT_SECONDS: '1' };
  await expect(spawnService(env)).rejects.toThrow(/Dateline can't start: .*(ECONNRESET|terminated)/);
});

test('what happens to the database once the node listens ends nobody: it serves on, and heals', async () => {
  const toPostgres = await startProxy(await newDatabase(inject('postgresUrl')));
  const PORT = await freePort();
  const starting = spawnService({ ...settings(toPostgres.url), PORT });
  starting.catch(() => {}); // told below
  const isOpen = () =>
    fetch(`http://127.0.0.1:${PORT}/healthz`).then(
      () => true,
      () => false,
    );
  await expect.poll(isOpen, { timeout: 20_000, interval: 1 }).toBe(true);
  toPostgres.set('blackhole');
  const service = await starting;
  await pause(3_000);
  expect(service.child.exitCode).toBeNull();
  expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
  toPostgres.set('pass');
  await expect.poll(async () => (await fetch(`${service.url}/`)).status, { timeout: 10_000 }).toBe(200);
  expect(await service.stop('SIGTERM')).toBe(0);
}, 40_000);
