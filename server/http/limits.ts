/** How often one address may ask. */
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { HttpProblem } from './problem.ts';

/** Where the request comes from: an IPv4 address, or the network of an IPv6 one, whose owner has all of it. */
export const addressOf = ({ ip = '' }: Request): string => ipKeyGenerator(ip);

/** So many requests a minute from one address; more get 429 with `detail`. `failuresOnly` counts no success. */
export function perAddress(limit: number, detail: string, failuresOnly = false): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    skipSuccessfulRequests: failuresOnly,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: addressOf,
    handler: () => {
      throw new HttpProblem(429, detail, { retryAfter: 60 });
    },
  });
}
