/** [R9] beside the API's own tests: each part of "once" alone, so that a near miss is named. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { KEY_DAYS } from '../../shared/commands.ts';
import { KeyReused } from '../../server/newsroom/errors.ts';
import { KEY_LIFETIME, once } from '../../server/newsroom/once.ts';
import { SCHEMA } from '../../server/record.ts';
import { sqliteDialect } from '../../server/store/sqlite.ts';
import { Store } from '../../server/store/store.ts';
import { newFolder } from '../support/service.ts';

const NOON = '2026-12-01T12:00:00.000Z';

async function commands() {
  const store = await Store.open(sqliteDialect(join(await newFolder(), 'test.sqlite')), SCHEMA);
  onTestFinished(() => store.close());
  let happened = 0;
  const send = (value: string | undefined, { request = 'the same', who = 'ann', fails = false } = {}) =>
    store.transaction((transaction) => {
      const key = value === undefined ? undefined : { value, request };
      const actor = { id: who, name: who, grants: [] };
      return once(transaction, { actor, key }, NOON, async () => {
        happened += 1;
        await transaction.now();
        if (fails) throw new Error('changed its mind');
        return { answer: happened };
      });
    });
  return { store, send, happened: () => happened };
}

test('[R9] without a key a command happens each time; with one it happens once, and answers the same', async () => {
  const { send, happened } = await commands();
  expect([await send(undefined), await send(undefined)]).toEqual([{ answer: 1 }, { answer: 2 }]);
  expect([await send('k'), await send('k')], 'a repetition got another answer').toEqual([
    { answer: 3 },
    { answer: 3 },
  ]);
  expect(happened(), 'a repeated command happened again').toBe(3);
});

test('[R9] a key is one actor’s, and of one command', async () => {
  const { send, happened } = await commands();
  await send('k');
  await expect(send('k', { request: 'another' }), 'a key took another command’s answer').rejects.toThrow(
    KeyReused,
  );
  expect(happened(), 'what was refused happened').toBe(1);
  expect(await send('k', { who: 'bea' }), 'one actor’s key answered another').toEqual({ answer: 2 });
});

test('[R9] what failed has used no key up', async () => {
  const { send } = await commands();
  await expect(send('k', { fails: true })).rejects.toThrow('changed its mind');
  expect(await send('k')).toEqual({ answer: 2 });
});

test(`[R9] a key is remembered from its command on, for ${KEY_DAYS} days`, async () => {
  expect(KEY_LIFETIME, 'a retry after a weekend would make a second entry').toBe(KEY_DAYS * 86_400_000);
  const { store, send } = await commands();
  await send('k');
  await store.transaction((transaction) => transaction.forgetCommandsBefore(NOON));
  expect(await send('k'), 'a key was forgotten too soon').toEqual({ answer: 1 });
  await store.transaction((transaction) => transaction.forgetCommandsBefore('2026-12-01T12:00:00.001Z'));
  expect(await send('k'), 'a key was kept too long').toEqual({ answer: 2 });
});
