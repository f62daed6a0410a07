/** The programs of docs/examples/ as they stand there, against the service, through a deploy. */
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/process.ts';
import { newFolder, startService } from '../support/service.ts';

const RUN = { mjs: process.execPath, py: '/usr/bin/python3', sh: '/bin/bash' };
const LANGUAGES = Object.keys(RUN) as (keyof typeof RUN)[];
const SOON = { timeout: 30_000 };

function follow(language: keyof typeof RUN, url: string): string[] {
  const child = spawn(RUN[language], [`docs/examples/follow.${language}`, url, 'storm'], { detached: true });
  // With what it has started itself, such as curl.
  onTestFinished(() => void process.kill(-child.pid!, 'SIGKILL'));
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  return lines;
}

test('each follows from first to last, and what is published twice with one key is there once', async () => {
  const env = { DATA_DIR: await newFolder(), PORT: await freePort(), DRAIN_LEAD_SECONDS: '0' };
  const first = await startService(env);
  const desk = await first.desk();
  const TOKEN = desk.authorization.replace('Bearer ', '');
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const publish = async (language: keyof typeof RUN, headline: string): Promise<string> => {
    const args = [`docs/examples/publish.${language}`, first.url, 'storm', headline, `key of ${headline}`];
    const said = await promisify(execFile)(RUN[language], args, { env: { ...process.env, TOKEN } });
    return said.stdout.trim();
  };
  const all = LANGUAGES.map((language) => follow(language, first.url));
  const expected: string[] = [];
  const allSee = async (line: string) => {
    expected.push(line);
    await expect.poll(() => all, SOON).toEqual(LANGUAGES.map(() => expected));
  };

  for (const language of LANGUAGES) {
    const id = await publish(language, `By ${language.repeat(2)}`);
    expect(await publish(language, `By ${language.repeat(2)}`)).toBe(id);
    await allSee(`+ By ${language.repeat(2)}`);
  }
  const last = await desk.publish('storm', { headline: 'Before the deploy' });
  await allSee('+ Before the deploy');

  await first.drain();
  const late = publish('py', 'Sent while nobody was there'); // it tries until somebody is
  await startService(env);
  await late;
  await allSee('+ Sent while nobody was there');
  await desk.remove('storm', last.id);
  await allSee(`- ${last.id}`);
}, 90_000);
