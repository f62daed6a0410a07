/** The line to the service, shared by all who follow blogs over it. */
import { expect, onTestFinished, test } from 'vitest';
import { openLine } from '../../client/follow/line.ts';
import { liveBlog } from './support.ts';

test('a line that is let go of before it is open can be opened again', async () => {
  const { url } = await liveBlog();
  const line = openLine(url);
  let opened = 0;
  const listener = {
    opened: () => (opened += 1),
    quiet: () => {},
    lost: () => {},
    update: () => {},
    audience: () => {},
  };
  const letGo = line.add(listener);
  await expect.poll(() => opened, { timeout: 10_000 }).toBe(1);
  letGo();
  const letGoAgain = line.add(listener);
  await Promise.resolve();
  await Promise.resolve();
  letGoAgain();
  expect(opened).toBe(1);
  onTestFinished(line.add(listener));
  await expect.poll(() => opened, { timeout: 10_000 }).toBe(2);
});
