/** A feature is a folder and a line: where both are gone, the house stands as before. */
import { execFile } from 'node:child_process';
import { cp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import { spawnService } from '../support/process.ts';
import { newFolder } from '../support/service.ts';

const TSC = resolve('node_modules/typescript-7/bin/tsc');

test(
  'without alerts and partners: types hold, the service starts, publishes and shows it',
  { timeout: 120_000 },
  async () => {
    const house = await newFolder();
    for (const part of ['server', 'shared', 'scripts', 'package.json', 'tsconfig.json'])
      await cp(part, join(house, part), {
        recursive: true,
        filter: (from) => !from.includes('node_modules'),
      });
    for (const part of ['client', 'node_modules']) await symlink(resolve(part), join(house, part));
    const list = join(house, 'server/features.ts');
    let lines = await readFile(list, 'utf8');
    for (const name of ['alerts', 'partners']) {
      await rm(join(house, 'server/features', name), { recursive: true });
      lines = lines.replace(new RegExp(`^import .*/${name}/.*\n`, 'm'), '');
      lines = lines.replace(new RegExp(`\\b${name}\\b,? ?`), '');
    }
    await writeFile(list, lines);

    const { stdout } = await promisify(execFile)(TSC, ['-p', '.'], { cwd: house }).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
    const DATA_DIR = await newFolder();
    const { url } = await spawnService({ PORT: '0', DATA_DIR }, () => {}, house);
    const token = await promisify(execFile)(
      process.execPath,
      [join(house, 'scripts/dateline.ts'), 'token', 'create', 'test', '--role', 'admin'],
      { env: { DATA_DIR } },
    );
    const desk = new Desk(url, token.stdout.trim());
    await desk.createBlog({ slug: 'storm', title: 'Storm' });
    await desk.publish('storm', { headline: 'Bridge closed', breaking: true });
    expect(await (await fetch(`${url}/storm`)).text()).toContain('Bridge closed');
    for (const path of ['alerts/key', 'partners'])
      expect((await fetch(`${url}/api/v1/${path}`)).status).toBe(404);
  },
);
