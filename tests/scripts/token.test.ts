/** `token create`, `token list` and `token revoke`, as whoever runs the service says them. */
import { expect, test, vi } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import { token } from '../../scripts/token.ts';
import { newFolder, startService } from '../support/service.ts';

/** What the command prints, on the record in this folder. Rejects with what it says instead. */
async function said(folder: string, args: string[]): Promise<string> {
  vi.stubEnv('DATA_DIR', folder);
  const printed = vi.spyOn(console, 'log').mockReturnValue();
  try {
    await token(args);
    return printed.mock.calls.join('\n');
  } finally {
    printed.mockRestore();
    vi.unstubAllEnvs();
  }
}

test('a token that is revoked by its name publishes no more, and is in no list; others go on', async () => {
  const { url, config } = await startService();
  const say = (...args: string[]) => said(config.DATA_DIR, args);
  const admin = new Desk(url, await say('create', 'The wire'));
  await admin.createBlog({ slug: 'flood', title: 'The river rises' });
  const weather = await say('create', 'Weather', '--role', 'editor', '--blog', 'flood');
  const desk = new Desk(url, weather);
  const again = new Desk(url, await say('create', 'Weather', '--role', 'contributor'));
  await desk.publish('flood', { headline: 'Rain' });

  const all = await say('list');
  expect(all.split('\n')).toEqual([
    expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ {2}admin {8}all blogs {2}The wire$/),
    expect.stringMatching(/Z {2}editor {7}flood {6}Weather$/),
    expect.stringMatching(/Z {2}contributor {2}all blogs {2}Weather$/),
  ]);
  expect(all).not.toContain(weather);

  expect(await say('revoke', 'Weather')).toBe('2 tokens "Weather" are revoked.');
  for (const revoked of [desk, again])
    await expect(revoked.publish('flood', { headline: 'Sun' })).rejects.toMatchObject({ status: 401 });
  await admin.publish('flood', { headline: 'Wind' });
  expect(await say('list')).toMatch(/^\S+ {2}admin {8}all blogs {2}The wire$/);

  expect(await say('revoke', 'The wire')).toBe('"The wire" is revoked.');
  expect(await say('list')).toBe('There are no tokens.');
  await expect(say('revoke', 'The wire')).rejects.toThrow('There is no token "The wire"');
});

test('whoever says something else is told what can be said', async () => {
  const folder = await newFolder();
  const say = (...args: string[]) => said(folder, args);
  for (const words of [[], ['make', 'X'], ['list', 'X'], ['create'], ['create', 'The', 'wire'], ['revoke']])
    await expect(say(...words)).rejects.toThrow('Say: token create NAME');
  await expect(say('create', 'X', '--role', 'king')).rejects.toThrow('--role must be one of');
  await expect(say('create', 'X', '--blog', 'nowhere')).rejects.toThrow('There is no blog "nowhere"');
});
