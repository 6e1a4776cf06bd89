/** Asking a DNS server for a name, as a machine would. */
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { AppError, invalid, reasonOf } from '@/lib/core/errors';

export interface LookupAnswer {
  domain: string;
  dnsServer: string;
  /** IPv4 and IPv6 addresses, or names where an address was asked for. */
  addresses: string[];
  /** Time it took. */
  milliseconds: number;
  /** Why there are none; null where there are. */
  reason: string | null;
}

const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/** Milliseconds; asked twice, so that one lost packet is no answer. */
const timeLimit = 1_500;

/**
 * Asks `dnsServer` (an IP address, with `:port` after it if it is not 53)
 * for the addresses of `domain`, or for the names of an address. A name that
 * does not exist is an answer; a server that keeps silent too.
 */
export async function lookUp(given: { domain: string; dnsServer: string }): Promise<LookupAnswer> {
  const domain = given.domain.trim().replace(/\.$/, '');
  const reverse = isIP(domain) !== 0;
  if (!reverse && (domain.length > 253 || !domain.split('.').every((one) => label.test(one)))) {
    throw invalid('domain', 'Write a name like node-1.lab.internal, or an IP address.');
  }
  const resolver = resolverFor(given.dnsServer.trim());
  const before = performance.now();
  const { addresses, reason } = reverse
    ? await answer([resolver.reverse(domain)])
    : await answer([resolver.resolve4(domain), resolver.resolve6(domain)]);
  return {
    domain,
    dnsServer: given.dnsServer.trim(),
    addresses,
    milliseconds: Math.round(performance.now() - before),
    reason,
  };
}

function resolverFor(server: string): Resolver {
  const resolver = new Resolver({ timeout: timeLimit, tries: 2 });
  try {
    resolver.setServers([server]);
  } catch {
    throw new AppError({
      class: 'invalid',
      code: 'ERR_INVALID_INPUT',
      message: 'Write the address of a DNS server, such as 10.0.0.1.',
      field: 'dnsServer',
    });
  }
  return resolver;
}

async function answer(
  asked: Promise<string[]>[],
): Promise<{ addresses: string[]; reason: string | null }> {
  const settled = await Promise.allSettled(asked);
  const addresses = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  const refused = settled.find((one) => one.status === 'rejected');
  if (addresses.length > 0 || !refused) return { addresses, reason: null };
  return { addresses, reason: sentence(refused.reason) };
}

function sentence(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const sentences: Record<string, string> = {
    ENOTFOUND: 'The server says that there is no such name.',
    ENODATA: 'The server knows the name, but no address for it.',
    ETIMEOUT: 'The server did not answer in time.',
    ECONNREFUSED: 'Nobody answers DNS at that address.',
    EREFUSED: 'The server refuses to answer that.',
    ESERVFAIL: 'The server could not find out.',
  };
  return sentences[code] ?? reasonOf(error);
}
