/** What every bus must do. `open` gives a bus; `beside`, another node's on the same wire. */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Bell, Bus } from '../../server/bus/bus.ts';

export function busContract(open: (beside?: Bus) => Promise<Bus>): void {
  const newBus = async (beside?: Bus): Promise<Bus> => {
    const bus = await open(beside);
    onTestFinished(() => bus.close());
    return bus;
  };

  describe('[R5] a bell', () => {
    test('reaches everybody who listens, the one who rings included', async () => {
      const bus = await newBus();
      const heard: [string, Bell][] = [];
      bus.onBell((bell) => heard.push(['first', bell]));
      bus.onBell((bell) => heard.push(['second', bell]));
      bus.ring({ blog: 'storm', seq: 7 });
      await vi.waitFor(() => expect(heard.length).toBe(2));
      expect(heard.toSorted()).toEqual([
        ['first', { blog: 'storm', seq: 7 }],
        ['second', { blog: 'storm', seq: 7 }],
      ]);
    });

    test('is never heard while whoever rings is still ringing', async () => {
      const bus = await newBus();
      let isRinging = false;
      const heard = new Promise<boolean>((resolve) => bus.onBell(() => resolve(isRinging)));
      isRinging = true;
      bus.ring({ blog: 'storm', seq: 1 });
      isRinging = false;
      expect(await heard).toBe(false);
    });

    test('rings into the void without harm, also after closing, and closing twice is fine', async () => {
      const bus = await newBus();
      bus.ring({ blog: 'storm', seq: 1 });
      await bus.close();
      bus.ring({ blog: 'storm', seq: 2 });
      await bus.close();
    });
  });
}
