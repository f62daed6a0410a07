/** Requests for a host that isn't ours, where the setting HOSTS names ours. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../config.ts';

/** What machines ask for by this machine's address. */
const FOR_MACHINES = /^\/(healthz|readyz|metrics)(\?|$)/;

/** True where it was answered: sent to where readers find the service, or told that it is not here (421). */
export function isForAnotherHost(
  { HOSTS, PUBLIC_URL }: Config,
  { headers, method, url = '' }: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (HOSTS.length === 0 || FOR_MACHINES.test(url)) return false;
  const name = headers.host?.replace(/:\d+$/, '').toLowerCase() ?? '';
  if (HOSTS.some((host) => host.toLowerCase() === name)) return false;
  const isRead = method === 'GET' || method === 'HEAD';
  response.setHeader('Cache-Control', 'no-store');
  // A path that begins with two slashes would be another host's address.
  if (PUBLIC_URL && isRead)
    response.writeHead(308, { Location: PUBLIC_URL + url.replace(/^\/+/, '/') }).end();
  else response.writeHead(421).end();
  return true;
}
