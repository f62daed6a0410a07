/** Whom to tell of news, and what there is to tell. */
import type { Selectable } from 'kysely';
import type { Which } from '../../../shared/alerts.ts';
import type { Flag } from '../../store/tables.ts';

export interface AlertTables {
  /** A browser that wants to be told of a blog's news. `id` is a hash of the endpoint; whoever knows that can post there. */
  subscriber: {
    id: string;
    blog: string;
    which: Which;
    endpoint: string;
    p256dh: string;
    auth: string;
    created_at: string;
  };
  /** An entry of which subscribers are to be told, or told that it is no more. Made with the command, sent afterwards. */
  alert: {
    entry: string;
    blog: string;
    is_breaking: Flag;
    is_withdrawn: Flag;
    is_done: Flag;
    /** The last subscriber, in the order of ids, who was told; empty while none was, null before the first attempt. */
    reached: string | null;
    /** Until then it belongs to the node that last wrote it; empty while it belongs to none. */
    claimed_until: string;
    made_at: string;
  };
}

export type SubscriberRow = Selectable<AlertTables['subscriber']>;
export type AlertRow = Selectable<AlertTables['alert']>;
