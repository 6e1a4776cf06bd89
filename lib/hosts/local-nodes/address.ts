/** Which addresses a system may be registered with. They are knocked at, so none may be our own. */
import { z } from 'zod';
import { addressProblem } from '../address';

const ipv6 = z.ipv6();

/** Why nobody else can be reached at an address, or null. IPv4 or IPv6. */
export function nodeAddressProblem(address: string): string | null {
  if (!address.includes(':')) return addressProblem(address);
  if (!ipv6.safeParse(address).success) return 'This is no IP address.';
  // The URL parser writes an IPv6 address in its one canonical form (RFC 5952).
  const plain = new URL(`http://[${address}]`).hostname.slice(1, -1);
  if (plain === '::') return ':: is no address of a machine.';
  if (plain === '::1') return '::1 is a loopback address.';
  if (plain.startsWith('::')) return `${address} stands for an IPv4 address: write that one.`;
  if (/^fe[89ab]/.test(plain))
    return `${address} is link-local: it says nothing off its own cable.`;
  if (plain.startsWith('ff')) return `${address} is a multicast address.`;
  return null;
}

/**
 * The address that a system is reached by, of those it has told: the one that
 * is reserved for it, else the first by IPv4, else the first by IPv6. Null
 * where none can be used.
 */
export function reachAddress(given: {
  reserved: string | null;
  told: readonly string[];
}): string | null {
  const usable = given.told.filter((address) => nodeAddressProblem(address) === null);
  if (given.reserved && usable.includes(given.reserved)) return given.reserved;
  return usable.find((address) => !address.includes(':')) ?? usable[0] ?? null;
}
