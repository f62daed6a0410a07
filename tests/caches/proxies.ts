/** Caches that stand before a service, as their makers ship them: nginx as a micro-cache, and Varnish. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { freePort } from '../support/process.ts';
import { newFolder } from '../support/service.ts';

/** nginx 1.11.10 or newer, which shows what is stale while it fetches in the background. Returns its address. */
export async function startNginx(target: string): Promise<string> {
  const folder = await newFolder();
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  await mkdir(join(folder, 'cache'));
  await writeFile(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 256; }
     http {
       access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
       fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
       proxy_cache_path ${folder}/cache keys_zone=news:4m;
       server {
         listen 127.0.0.1:${port};
         location / {
           proxy_pass ${target};
           proxy_http_version 1.1;
           proxy_set_header Host $host;
           proxy_cache news;
           proxy_cache_lock on;
           proxy_cache_use_stale updating error timeout;
           proxy_cache_background_update on;
         }
       }
     }`,
  );
  return started('nginx', ['-c', file, '-e', `${folder}/error.log`], port);
}

/** Varnish with nothing set. Returns its address. */
export async function startVarnish(target: string): Promise<string> {
  const folder = await newFolder();
  const port = await freePort();
  const { port: behind } = new URL(target);
  const options = ['-F', '-j', 'none', '-n', folder, '-a', `127.0.0.1:${port}`, '-b', `127.0.0.1:${behind}`];
  return started('varnishd', [...options, '-s', 'malloc,32m'], port);
}

async function started(command: string, options: string[], port: string): Promise<string> {
  const server = spawn(command, options, {
    stdio: 'ignore',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  const failed = once(server, 'error').then(() => {
    throw new Error(`These tests need nginx and Varnish. Install them:  apt-get install nginx varnish`);
  });
  failed.catch(() => {});
  onTestFinished(() => end(server));
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${url}/healthz`).then(
      ({ status }) => status,
      () => 0,
    );
  await Promise.race([failed, expect.poll(answers, { timeout: 20_000 }).toBe(200)]);
  return url;
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGTERM');
  await once(server, 'exit');
}
