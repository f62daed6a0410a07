/** Each way a line ends, and each client that others wrote: who comes back, when, and from where it catches up. */
import { describe, expect, test } from 'vitest';
import { freePort } from '../support/process.ts';
import { startProxy } from '../support/proxy.ts';
import { newFolder, startService } from '../support/service.ts';
import { allCameBack, allSee, each, openAll, SOON } from '../support/stock-clients.ts';

describe('comes back by itself, and catches up from the seq that it held, after', { timeout: 60_000 }, () => {
  test.each([
    ['a deploy', 'drain'],
    ['a stop', 'close'],
  ] as const)('%s', async (_what, end) => {
    const env = { DATA_DIR: await newFolder(), PORT: await freePort(), DRAIN_LEAD_SECONDS: '0' };
    const first = await startService(env);
    const desk = await first.desk();
    await desk.createBlog({ slug: 'storm', title: 'Storm' });
    await desk.publish('storm', { headline: 'before' });
    const clients = await openAll(first.url, 2);
    await first[end]();
    await startService(env);
    await desk.publish('storm', { headline: 'meanwhile' });
    await allSee(clients, 3);
    await desk.publish('storm', { headline: 'and on' });
    await allSee(clients, 4);
    allCameBack(clients, 2);
  });

  test('the network’s end', async () => {
    const { desk, network } = await behindProxy();
    const clients = await openAll(network.url, 1);
    network.cut();
    await desk.publish('storm', { headline: 'meanwhile' });
    await allSee(clients, 2);
    allCameBack(clients, 1);
  });

  test('[R10] more messages than allowed, and is told so', async () => {
    const { desk, service } = await behindProxy();
    const clients = await openAll(service.url, 1);
    for (const client of clients.values()) client.send('leave', 30);
    await expect
      .poll(() => each(clients, ({ joined }) => joined.length), SOON)
      .toEqual(each(clients, () => 2));
    await desk.publish('storm', { headline: 'on' });
    await allSee(clients, 2);
    allCameBack(clients, 1, ['too-many-messages']);
  });

  test('[R12] being too slow', async () => {
    const { desk, service, network } = await behindProxy({ SLOW_READER_BYTES: '65536' });
    const clients = await openAll(network.url, 1);
    network.set('blackhole');
    const letGo = async () =>
      /^dateline_slow_readers_total (\d+)/m.exec(await (await fetch(`${service.url}/metrics`)).text())?.[1];
    let seq = 1;
    const html = `<p>${'wind and rain '.repeat(1_400)}</p>`;
    // Pinned, it travels twice: a slow line is full after half as many.
    while ((await letGo()) !== '4' && seq < 1_000) {
      for (let n = 0; n < 20; n += 1) ({ seq } = await desk.publish('storm', { html, pinned: true }));
    }
    network.set('pass');
    await allSee(clients, seq);
    for (const { joined } of clients.values()) expect(joined).toHaveLength(2);
  });
});

describe('[R10] stays away, and has heard why, after', { timeout: 60_000 }, () => {
  test.each([
    ['a message that there is not', 'publish', 'unknown-message'],
    ['a join without acknowledgement', 'join', 'bad-join'],
  ])('%s', async (_what, name, code) => {
    const { service } = await behindProxy();
    const clients = await openAll(service.url, 1);
    for (const client of clients.values()) client.send(name, 1);
    await expect
      .poll(() => each(clients, (client) => client.staysAway()), SOON)
      .toEqual(each(clients, () => true));
    expect(each(clients, ({ errors }) => errors)).toEqual(each(clients, () => [code]));
  });
});

async function behindProxy(env: Record<string, string> = {}) {
  const service = await startService({ WRITES_PER_MINUTE: '10000', ...env });
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  return { service, desk, network: await startProxy(service.url) };
}
