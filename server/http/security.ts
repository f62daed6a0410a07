/** The security headers of every answer: helmet's, asked for once for each kind of page, since they are the same each time. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

export type Headers = [name: string, value: string][];

/** What every page may load and do; each kind of page adds to it. */
const COMMON = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  fontSrc: ["'self'"],
  imgSrc: ["'self'", 'https:', 'data:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
};

/** A year, as helmet has it; whether the hosts below ours have https is none of our business. */
const OUR_HOST_ALONE = { maxAge: 31_536_000, includeSubDomains: false };

export function securityHeaders(isHttps: boolean): Headers {
  const directives = { ...COMMON, formAction: ["'none'"], frameAncestors: ["'self'"] };
  return headersOf({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: isHttps && OUR_HOST_ALONE,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  });
}

/** Nobody frames the desk, and nobody learns from where at the desk a link was followed: one-time links are addresses. */
export function deskHeaders(isHttps: boolean): Headers {
  const directives = {
    ...COMMON,
    frameSrc: ["'self'"],
    formAction: ["'self'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
  };
  return headersOf({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: isHttps && OUR_HOST_ALONE,
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
}

export function setHeaders(response: ServerResponse, headers: Headers): void {
  for (const [name, value] of headers) response.setHeader(name, value);
}

function headersOf(options: Parameters<typeof helmet>[0]): Headers {
  const headers: Headers = [];
  const collect = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader() {},
  };
  helmet(options)({} as IncomingMessage, collect as unknown as ServerResponse, (error) => {
    if (error) throw error;
  });
  return headers;
}
