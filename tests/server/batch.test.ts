/** Many entries in one request: each is published once, whatever becomes of the others. */
import { expect, test } from 'vitest';
import type { BatchAnswer } from '../../server/http/api/batch.ts';
import type { Page } from '../../shared/blog.ts';
import { startService } from '../support/service.ts';

async function newsroom() {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const send = async (entries: object[]) =>
    (await desk.send<{ answers: BatchAnswer[] }>('POST', '/blogs/storm/entries:batch', { entries })).answers;
  const headlines = async () => {
    const page = await fetch(`${service.url}/api/v1/blogs/storm/entries?limit=100`);
    return ((await page.json()) as Page).entries.map(({ headline }) => headline);
  };
  return { ...service, desk, send, headlines };
}

test('[R9] each has its own answer, in order, and is there once however often all are sent', async () => {
  const { send, headlines, desk } = await newsroom();
  const old = (day: number) => `2020-01-0${day}T00:00:00Z`;
  const entries = [
    { key: 'a', headline: 'First', publishedAt: old(1) },
    { key: 'b', headline: '', html: '' },
    { key: 'c', headline: 'Third', publishedAt: old(3), colour: 'red' },
    { key: 'd', headline: 'Fourth', publishedAt: old(4), html: `<p>${'x'.repeat(15_000)}</p>` },
    ...Array.from({ length: 8 }, (_, n) => ({
      key: `e${n}`,
      headline: `More ${n}`,
      html: `<p>${'y'.repeat(15_000)}</p>`,
      publishedAt: old(5),
    })),
  ];
  const answers = await send(entries);
  expect(answers.map(({ status }) => status)).toEqual([201, 422, 422, ...Array<number>(9).fill(201)]);
  expect(answers[2]).toMatchObject({ problem: { errors: [{ field: 'colour' }] } });
  const again = await send(entries);
  expect(again).toEqual(answers);
  // Alone and with its key, it is the same command.
  const { key, ...first } = entries[0]!;
  expect(answers[0]).toEqual({ status: 201, entry: await desk.publish('storm', first, key) });
  await expect
    .poll(async () => (await headlines()).toSorted())
    .toEqual(['First', 'Fourth', ...Array.from({ length: 8 }, (_, n) => `More ${n}`)].toSorted());
});

test('more than 200, and who may not publish, are refused as one', async () => {
  const { send, desk: newDesk, ...service } = await newsroom();
  const many = Array.from({ length: 201 }, (_, n) => ({ headline: `${n}` }));
  await expect(send(many)).rejects.toMatchObject({ status: 422 });
  await expect(
    newDesk.send('POST', '/blogs/none/entries:batch', { entries: [{ headline: 'x' }] }),
  ).resolves.toMatchObject({ answers: [{ status: 404 }] });
  const answer = await fetch(`${service.url}/api/v1/blogs/storm/entries:batch`, { method: 'POST' });
  expect(answer.status).toBe(401);
});
