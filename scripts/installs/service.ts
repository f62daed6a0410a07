/** `npm start` in a clone, and what a program does there. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type Clone, seconds } from './machine.ts';

const run = promisify(execFile);

export interface Started {
  /** From the command to the first line that says where it is. */
  seconds: string;
  /** A token, a blog, an entry over the API; throws where readers don't get it. */
  publish(): Promise<void>;
  stop(): Promise<void>;
}

export async function startService(clone: Clone, extra: Record<string, string>): Promise<Started> {
  const began = performance.now();
  const env = { ...clone.env, ...extra, PORT: '0', LOG_LEVEL: 'error' };
  const child = spawn('npm', ['start'], { cwd: clone.path, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      said += `${line}\n`;
      const address = /Dateline is at (\S+)/.exec(line)?.[1];
      if (address) resolve(address);
    });
    child.once('exit', () => reject(new Error(`npm start ended:\n${said}`)));
  });
  return {
    seconds: seconds(performance.now() - began),
    publish: () => publish(clone, url),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function publish(clone: Clone, url: string): Promise<void> {
  const token = ['run', '-s', 'dateline', '--', 'token', 'create', 'installs'];
  const { stdout } = await run('npm', token, { cwd: clone.path, env: clone.env });
  const headers = { authorization: `Bearer ${stdout.trim()}`, 'content-type': 'application/json' };
  const send = async (path: string, body: object) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': path },
      body: JSON.stringify(body),
    });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  await send('/blogs', { slug: 'flood', title: 'The river rises' });
  await send('/blogs/flood/entries', { headline: 'Water at four metres' });
  const page = await (await fetch(`${url}/flood`)).text();
  if (!page.includes('Water at four metres')) throw new Error('the page lacks the entry');
}
