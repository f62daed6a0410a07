/** What every bus must do. `open` gives a bus; `beside`, another node's on the same wire. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Bus } from '../../server/bus/bus.ts';

export function busContract(open: (beside?: Bus) => Promise<Bus>): void {
  const newBus = async (beside?: Bus): Promise<Bus> => {
    const bus = await open(beside);
    onTestFinished(() => bus.close());
    return bus;
  };

  describe('[R5] a bell', () => {
    test('reaches everybody who listens to its channel on every node, and nobody else', async () => {
      const bus = await newBus();
      const other = await newBus(bus);
      const heard: string[] = [];
      bus.hear('storm', (seq) => heard.push(`first ${seq}`));
      bus.hear('storm', (seq) => heard.push(`second ${seq}`));
      other.hear('storm', (seq) => heard.push(`other ${seq}`));
      bus.hear('flood', () => heard.push('wrong'));
      await ringUntil(bus, 'storm', 7, () =>
        ['first 7', 'second 7', 'other 7'].every((each) => heard.includes(each)),
      );
      expect(heard).not.toContain('wrong');
    });

    test('is never heard while whoever rings is still ringing', async () => {
      const bus = await newBus();
      let isRinging = false;
      const heard = new Promise<boolean>((resolve) => bus.hear('storm', () => resolve(isRinging)));
      isRinging = true;
      bus.ring({ channel: 'storm', seq: 1 });
      isRinging = false;
      expect(await heard).toBe(false);
    });

    test('is not heard any more by who has stopped listening', async () => {
      const bus = await newBus();
      const other = await newBus(bus);
      const heard: number[] = [];
      const stop = other.hear('storm', (seq) => heard.push(seq));
      let seq = 0;
      await ringUntil(
        bus,
        'storm',
        () => (seq += 1),
        () => heard.length > 0,
      );
      stop();
      const last = heard.length;
      const witness: number[] = [];
      other.hear('flood', (seq) => witness.push(seq));
      bus.ring({ channel: 'storm', seq: 1_000 });
      await ringUntil(bus, 'flood', 1, () => witness.length > 0);
      expect(heard.slice(last)).not.toContain(1_000);
    });

    test('is heard by who stopped listening and at once began again', async () => {
      const bus = await newBus();
      const other = await newBus(bus);
      const heard: string[] = [];
      const stop = other.hear('storm', () => heard.push('before'));
      await ringUntil(bus, 'storm', 1, () => heard.includes('before'));
      stop();
      other.hear('storm', () => heard.push('again'));
      // What is on its way back may ring once more; then the channel is either heard or deaf.
      other.hear('flood', () => heard.push('witness'));
      await ringUntil(bus, 'flood', 1, () => heard.includes('witness'));
      heard.length = 0;
      await ringUntil(bus, 'storm', 2, () => heard.includes('again'));
    });

    test('rings into the void without harm, also after closing, and closing twice is fine', async () => {
      const bus = await newBus();
      bus.ring({ channel: 'storm', seq: 1 });
      await bus.close();
      bus.ring({ channel: 'storm', seq: 2 });
      await bus.close();
    });
  });

  test('says that it is well once bells arrive, and that they do again', async () => {
    const bus = await newBus();
    await expect.poll(() => bus.state(), { timeout: 5_000 }).toBe('ok');
  });
}

/** Rings again until somebody hears: a bell may be lost while a subscription is on its way. */
export async function ringUntil(
  bus: Bus,
  channel: string,
  seq: number | (() => number),
  isHeard: () => boolean,
): Promise<void> {
  await expect
    .poll(
      () => {
        bus.ring({ channel, seq: typeof seq === 'number' ? seq : seq() });
        return new Promise((resolve) => setTimeout(() => resolve(isHeard()), 20));
      },
      { timeout: 10_000 },
    )
    .toBe(true);
}
