/** Interfaces, from what `ip -d -j address show` prints. Pure. */
import { z } from 'zod';
import type { NetworkInterface } from './schema';

const link = z.object({
  ifname: z.string(),
  flags: z.array(z.string()).default([]),
  link_type: z.string().default(''),
  address: z.string().optional(),
  linkinfo: z.object({ info_kind: z.string().optional() }).optional(),
  addr_info: z
    .array(
      z.object({
        family: z.string().optional(),
        local: z.string().optional(),
        prefixlen: z.number().optional(),
        scope: z.string().default('global'),
        dynamic: z.boolean().default(false),
      }),
    )
    .default([]),
});

/** Parses the output; throws where it is not that. */
export function parseInterfaces(json: string): NetworkInterface[] {
  return z
    .array(z.unknown())
    .parse(JSON.parse(json))
    .flatMap((one) => {
      const parsed = link.safeParse(one);
      return parsed.success ? [interfaceOf(parsed.data)] : [];
    });
}

function interfaceOf(one: z.infer<typeof link>): NetworkInterface {
  return {
    name: one.ifname,
    mac: one.link_type === 'ether' ? (one.address ?? null) : null,
    up: one.flags.includes('UP'),
    carrier: one.flags.includes('LOWER_UP'),
    kind: kindOf(one),
    addresses: one.addr_info.flatMap(({ family, local, prefixlen, scope, dynamic }) =>
      local !== undefined && prefixlen !== undefined && (family === 'inet' || family === 'inet6')
        ? [
            {
              address: local,
              prefix: prefixlen,
              family: family === 'inet' ? 'ipv4' : 'ipv6',
              scope,
              dynamic,
            },
          ]
        : [],
    ),
  };
}

function kindOf(one: z.infer<typeof link>): string {
  if (one.flags.includes('LOOPBACK')) return 'loopback';
  return one.linkinfo?.info_kind ?? (one.link_type === 'ether' ? 'physical' : one.link_type);
}

/** The address that machines on the interface know us by: its first IPv4 one. */
export function servingAddress(
  one: NetworkInterface | undefined,
): { address: string; prefix: number } | null {
  const found = one?.addresses.find(({ family, scope }) => family === 'ipv4' && scope !== 'host');
  return found ? { address: found.address, prefix: found.prefix } : null;
}

/**
 * Our IPv6 addresses on the interface that a person gave it, with length.
 * One that came from a router tells that a router speaks there, perhaps we.
 */
export function ipv6Prefixes(one: NetworkInterface | undefined): string[] {
  const found = (one?.addresses ?? []).filter(
    ({ family, scope, dynamic }) => family === 'ipv6' && scope === 'global' && !dynamic,
  );
  return [...new Set(found.map(({ address, prefix }) => `${address}/${prefix}`))];
}

/** Could serve machines: carries Ethernet, and is not the machine's own loop. */
export function canServe(one: NetworkInterface): boolean {
  return one.mac !== null && one.kind !== 'loopback' && !['ifb', 'dummy'].includes(one.kind);
}
