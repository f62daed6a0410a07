/** A process of one greedy client. Told what to do, it does so until it is asked what came of it. */
import { counts, LOADS, type Target } from './loads.ts';

export type Order = { load: string; target: Target } | { tell: true };

process.on('message', (order: Order) => {
  if ('tell' in order) return void process.send!(counts);
  void LOADS[order.load]!(order.target).catch((error: unknown) => console.error(String(error)));
  process.send!('begun');
});
process.on('disconnect', () => process.exit());
