/** A push service for a test: takes what is posted for browsers, and opens it with their keys as they would. */
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Alert, Withdrawal } from '../../shared/alerts.ts';

export interface Browser {
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } };
  /** What was delivered to it, opened. */
  messages: (Alert | Withdrawal)[];
  /** The headers of every post for it, delivered or not. */
  posts: IncomingMessage['headers'][];
  /** How its posts are answered, 201 unless told; a promise keeps the sender waiting. */
  answer(): { status: number; retryAfter?: number } | Promise<{ status: number }>;
}

export interface PushService {
  origin: string;
  /** A browser that is subscribed with `applicationServerKey`, whose signature every post must have. */
  browser(applicationServerKey: string): Browser;
}

export async function startPushService(): Promise<PushService> {
  const receivers = new Map<
    string,
    (request: IncomingMessage) => Promise<{ status: number; retryAfter?: number }>
  >();
  const server = createServer((request, response) => {
    void receivers.get(request.url!)!(request).then(({ status, retryAfter }) => {
      response.writeHead(status, retryAfter === undefined ? {} : { 'Retry-After': retryAfter }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function browser(applicationServerKey: string): Browser {
    const keys = createECDH('prime256v1');
    const p256dh = keys.generateKeys('base64url');
    const auth = randomBytes(16);
    const path = `/push/${randomBytes(8).toString('hex')}`;
    const browser: Browser = {
      subscription: { endpoint: origin + path, keys: { p256dh, auth: auth.toString('base64url') } },
      messages: [],
      posts: [],
      answer: () => ({ status: 201 }),
    };
    receivers.set(path, async (request) => {
      const sealed = await buffer(request);
      browser.posts.push(request.headers);
      if (!isSignedBy(request.headers.authorization ?? '', applicationServerKey, origin))
        return { status: 403 };
      const answer = await browser.answer();
      if (answer.status === 201) browser.messages.push(JSON.parse(open(sealed, keys, auth)) as Alert);
      return answer;
    });
    return browser;
  }

  return { origin, browser };
}

/** RFC 8292: a token of the key that the browser was given, for this push service, for a day at most. */
function isSignedBy(authorization: string, key: string, origin: string): boolean {
  const [, token, sender] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  if (!token || sender !== key) return false;
  const [header, claims, signature] = token.split('.') as [string, string, string];
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x!, y: y! } });
  const signed = Buffer.from(`${header}.${claims}`);
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
    string,
    unknown
  >;
  const isRight = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const secondsLeft = Number(exp) - Date.now() / 1_000;
  return (
    isRight &&
    aud === origin &&
    secondsLeft > 0 &&
    secondsLeft <= 86_400 &&
    /^(https|mailto):/.test(String(sub))
  );
}

/** RFC 8291 and 8188, by node:crypto alone: no code of the sender's. */
function open(sealed: Buffer, keys: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = sealed.subarray(0, 16);
  const idLength = sealed[20]!;
  const sender = sealed.subarray(21, 21 + idLength);
  const text = sealed.subarray(21 + idLength);
  const hkdf = (secret: Buffer, salted: Buffer, info: (Buffer | string)[], length: number) =>
    Buffer.from(
      hkdfSync('sha256', secret, salted, Buffer.concat(info.map((part) => Buffer.from(part))), length),
    );
  const secret = hkdf(keys.computeSecret(sender), auth, ['WebPush: info\0', keys.getPublicKey(), sender], 32);
  const key = hkdf(secret, salt, ['Content-Encoding: aes128gcm\0'], 16);
  const nonce = hkdf(secret, salt, ['Content-Encoding: nonce\0'], 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(text.subarray(-16));
  const opened = Buffer.concat([decipher.update(text.subarray(0, -16)), decipher.final()]);
  return opened.subarray(0, opened.lastIndexOf(2)).toString();
}
