/** How often one network may ask. */
import type { Request, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { networkFrom } from '../fair/network.ts';
import { HttpProblem } from './problem.ts';

/** The network that the request comes from. */
export const networkOf = (request: Request): string =>
  networkFrom(request, request.app.get('trust proxy') as number);

interface Exceptions {
  failuresOnly?: boolean;
  unless?(request: Request): Promise<boolean>;
}

/** So many requests a minute from one network; more get 429 with `detail`. `failuresOnly` counts no success, `unless` lets pass uncounted. */
export function perNetwork(
  limit: number,
  detail: string,
  { failuresOnly = false, unless = async () => false }: Exceptions = {},
): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    skipSuccessfulRequests: failuresOnly,
    skip: unless,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: networkOf,
    handler: () => {
      throw new HttpProblem(429, detail, { retryAfter: 60 });
    },
  });
}
