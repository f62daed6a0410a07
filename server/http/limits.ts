/** How often one network may ask. */
import type { Request, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { Lanes } from '../fair/lanes.ts';
import { networkFrom } from '../fair/network.ts';
import { TooMany } from '../fair/turns.ts';
import { HttpProblem } from './problem.ts';
import { by } from './request.ts';

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

/** What one person or token has under way at a time: as much as keeps them busy, and less than others would feel. */
const AT_ONCE = 4;

/** Behind `signedIn`: what one person or token asks for waits for its own, and for nobody else's. `most` may wait. */
export function laneOfEach(most: number, onRefused: () => void): RequestHandler {
  const lanes = new Lanes(AT_ONCE, most);
  return (request, response, next) => {
    const isIn = lanes.enter(by(request).actor.id, (leave) => {
      if (response.destroyed || response.closed) return leave();
      response.once('close', leave);
      next();
    });
    if (isIn) return;
    onRefused();
    next(new TooMany());
  };
}
