import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Desk, Refused } from '../../scripts/desk.ts';
import { openStore } from '../../server/record.ts';
import { readConfig } from '../../server/config.ts';
import { spawnService } from '../support/process.ts';
import { newFolder, tokenFor } from '../support/service.ts';

/** `npm run kills` has two hundred. */
const KILLS = Number(process.env.KILLS ?? 50);
const DESKS = 4;

test(
  `[R1] [R4] [R9] kill -9 during writes, ${KILLS} times: nothing acknowledged is lost, nothing doubled, the clock dense`,
  { timeout: 60_000 + KILLS * 20_000 },
  async ({ annotate }) => {
    const env = { DATA_DIR: await newFolder(), PORT: '0', WRITES_PER_MINUTE: '1000000' };
    const token = await tokenFor(env);

    const acknowledged = new Map<string, { id: string; seq: number }>();
    let unsure: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const service = await spawnService(env);
      const desk = new Desk(service.url, token);
      if (kill === 0) await desk.createBlog({ slug: 'storm', title: 'Storm' });
      const again = unsure;
      unsure = [];
      const publish = async (headline: string): Promise<boolean> => {
        try {
          acknowledged.set(headline, await desk.publish('storm', { headline }, headline));
          return true;
        } catch (error) {
          if (error instanceof Refused) throw error;
          unsure.push(headline); // the network says nothing: done or not, it is sent again with the same key
          return false;
        }
      };
      await Promise.all(again.map(publish));
      const writing = Array.from({ length: DESKS }, async () => {
        while (await publish(randomUUID()));
      });
      await pause(Math.random() * 60);
      await service.stop('SIGKILL');
      await Promise.all(writing);

      const database = new DatabaseSync(join(env.DATA_DIR, 'dateline.sqlite'));
      expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
      database.close();
    }

    const survivor = await openStore(readConfig(env));
    const { seq } = (await survivor.read.blog('storm'))!;
    const page = (await survivor.public.page('storm', null, 1_000_000))!;
    await survivor.close();
    const kept = new Map(page.entries.map((entry) => [entry.headline, { id: entry.id, seq: entry.seq }]));
    for (const [headline, { id, seq }] of acknowledged) expect(kept.get(headline)).toEqual({ id, seq });
    expect(kept.size).toBe(page.entries.length);
    const seqs = page.entries.map((entry) => entry.seq).toSorted((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: seq - 1 }, (_, n) => n + 2));
    expect(acknowledged.size).toBeGreaterThan(KILLS);
    const row = `| node killed, SQLite | ${KILLS} | ${acknowledged.size} | ${page.entries.length} | 0 | 0 |`;
    console.log(row);
    await annotate(
      `${KILLS} kills, ${acknowledged.size} acknowledged, ${page.entries.length} kept, 0 lost, 0 doubled`,
    );
  },
);
