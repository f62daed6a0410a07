/** One message to one browser, by way of the push service that the browser has chosen (RFC 8030, 8291, 8292). */
import webpush from 'web-push';
import type { Alert, Withdrawal } from '../../../shared/alerts.ts';
import { Secret } from '../../store/secret.ts';
import type { Store } from '../../store/store.ts';
import type { SubscriberRow } from './tables.ts';

/** Seconds that a push service keeps a message for a device that is off: after these it is no news any more. */
const KEPT_SECONDS = 4 * 60 * 60;
const TIMEOUT_MS = 5_000;
const SECRET = 'vapid';

/** `gone`: the browser has no such subscription any more. `later`: worth another try, after so many milliseconds. */
export type Outcome = 'sent' | 'gone' | { refused: number } | { later: number };

export class Push {
  readonly #keys: Secret;
  readonly #subject: string;

  /** The keys are made once, and are every node's. `publicUrl` is the setting PUBLIC_URL. */
  constructor(store: Store, publicUrl: string) {
    this.#keys = new Secret(store, SECRET, () => JSON.stringify(webpush.generateVAPIDKeys()));
    this.#subject = contactOf(publicUrl);
  }

  /** By this browsers know that a message is from here; base64url. Throws what the store throws. */
  async publicKey(): Promise<string> {
    return (await this.#vapid()).publicKey;
  }

  async #vapid(): Promise<webpush.VapidKeys> {
    return JSON.parse(await this.#keys.value()) as webpush.VapidKeys;
  }

  /** Throws where `over` is aborted, and what the store throws. */
  async send(to: SubscriberRow, message: Alert | Withdrawal, over: AbortSignal): Promise<Outcome> {
    const sealed = sealedFor(to, message, { ...(await this.#vapid()), subject: this.#subject });
    if (!sealed) return 'gone'; // no message can ever reach it
    const { headers, body } = sealed;
    try {
      const response = await fetch(to.endpoint, {
        method: 'POST',
        headers: headers as Record<string, string>,
        body: new Uint8Array(body!),
        redirect: 'manual', // nobody has looked at where it leads
        signal: AbortSignal.any([over, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await response.body?.cancel();
      return outcomeOf(response);
    } catch {
      over.throwIfAborted();
      return { later: 0 };
    }
  }
}

/** Undefined where the subscription is none that anything can be sealed for. */
function sealedFor(
  { endpoint, p256dh, auth }: SubscriberRow,
  message: Alert | Withdrawal,
  vapidDetails: webpush.VapidKeys & { subject: string },
): webpush.RequestDetails | undefined {
  const subscription = { endpoint, keys: { p256dh, auth } };
  try {
    return webpush.generateRequestDetails(subscription, JSON.stringify(message), {
      vapidDetails,
      TTL: KEPT_SECONDS,
      urgency: 'high',
      topic: message.tag, // what was not delivered yet is replaced by what comes after it
    });
  } catch {
    return undefined;
  }
}

function outcomeOf({ ok, status, headers }: Response): Outcome {
  if (ok) return 'sent';
  if (status === 404 || status === 410) return 'gone';
  if (status !== 429 && status < 500) return { refused: status };
  return { later: Number(headers.get('Retry-After')) * 1_000 || 0 };
}

/** Whom a push service can turn to. RFC 8292 can do without, but Apple wants one that is real. */
function contactOf(publicUrl: string): string {
  const isReal = publicUrl.startsWith('https:') && new URL(publicUrl).hostname !== 'localhost';
  return isReal ? publicUrl : 'mailto:nobody@localhost';
}
