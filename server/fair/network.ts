/** From which network somebody comes: what every limit counts by, so that many addresses of one owner are one client. */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Bits of an IPv6 address that one customer has to themselves, at the least (RIPE-690, 4.2: /48 to /56). */
const CUSTOMER_BITS = 56;

/** The network that a request comes from; `proxies` is the setting TRUST_PROXY. */
export const networkFrom = (request: IncomingMessage, proxies: number): string =>
  networkOf(addressOf(request, proxies));

/** The peer, or what the outermost of our own `proxies` saw. What is no address there is nobody's: the peer's, then. */
export function addressOf({ headers, socket }: IncomingMessage, proxies: number): string {
  const forwarded = headers['x-forwarded-for']?.toString().split(',') ?? [];
  const seen = proxies > 0 ? forwarded.at(-proxies)?.trim() : undefined;
  return seen !== undefined && isIP(seen) > 0 ? seen : (socket.remoteAddress ?? '');
}

/** An IPv4 address as it is, also where it is written as IPv6; of any other IPv6 address the network, as `2001:db8:0:ff/56`. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const groups = groupsOf(address);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [groups[6]! >> 8, groups[6]! & 0xff, groups[7]! >> 8, groups[7]! & 0xff].join('.');
  const [first, second, third, fourth] = groups as [number, number, number, number];
  const network = [first, second, third, fourth & (0xffff << (64 - CUSTOMER_BITS))];
  return `${network.map((group) => group.toString(16)).join(':')}/${CUSTOMER_BITS}`;
}

/** The eight groups of an IPv6 address, whichever way it is written. */
function groupsOf(address: string): number[] {
  const bare = address.split('%', 1)[0]!; // the zone is this machine's affair
  const [head, tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::').map(listed);
  return [
    ...head!,
    ...Array.from({ length: tail ? 8 - head!.length - tail.length : 0 }, () => 0),
    ...(tail ?? []),
  ];
}

const listed = (groups: string): number[] =>
  groups === '' ? [] : groups.split(':').map((group) => Number.parseInt(group, 16));
