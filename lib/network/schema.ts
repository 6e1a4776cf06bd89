/**
 * The network that machines boot from: one interface, served by one dnsmasq.
 *
 * Glossary. interface: a network card or bridge of the machine that a worker
 * runs on, as that worker announces it. segment: what is reached through it
 * by broadcast. range: the addresses that DHCP gives to machines that have
 * no reserved one. reservation: a host's own address. part: what one dnsmasq
 * does: DHCP and TFTP (both are `pxeboot` in the REST API), DNS.
 */
import { z } from 'zod';
import { isIpv4 } from './ipv4';

/** Name of the Setting row, and of the Service row. */
export const networkKey = 'network';
export const dnsmasqService = 'dnsmasq';

/** Seconds: dnsmasq takes no less than two minutes. */
export const leaseLimits = { least: 120, most: 7 * 24 * 3600 } as const;

const ipv4 = z.string().trim().refine(isIpv4, 'Write an IPv4 address like 10.0.0.1.');

/** RFC 1035 labels, RFC 1123 digits: what DHCP and DNS can carry. */
export const domainName = z
  .string()
  .trim()
  .toLowerCase()
  .max(200, 'At most 200 characters.')
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    'Write a domain like lab.internal: letters, digits, hyphens and dots.',
  );

/** Linux takes 15 bytes and nearly any character; ours are those that no configuration reads otherwise. */
export const interfaceName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/, 'Write the name of an interface, such as eth0.');

const publicUrl = z
  .string()
  .trim()
  .regex(
    /^https?:\/\/(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?\/?$/,
    'Write it like http://10.0.0.1:3000, without a path.',
  )
  .transform((value) => value.replace(/\/$/, ''));

/** Largest text in hosts(5) syntax, in characters: some 50,000 lines. */
const hostsLimit = 4_000_000;

export const networkSettings = z.strictObject({
  /** Which interface serves machines; null until somebody has chosen. */
  interface: interfaceName.nullable().default(null),
  /** Where machines reach us; null: derived from the interface. */
  publicUrl: publicUrl.nullable().default(null),
  domain: domainName.default('lab.internal'),
  dhcp: z
    .strictObject({
      mode: z.enum(['off', 'full'], 'Write off or full.').default('off'),
      /** Null: proposed from the interface's subnet. */
      rangeStart: ipv4.nullable().default(null),
      rangeEnd: ipv4.nullable().default(null),
      leaseSeconds: z
        .number()
        .int('Write whole seconds.')
        .min(leaseLimits.least, 'At least 120 seconds.')
        .max(leaseLimits.most, 'At most seven days (604800 seconds).')
        .default(3600),
      /** Null: no router is named. */
      router: ipv4.nullable().default(null),
      /** Empty: ourselves, where DNS is on. */
      dnsServers: z.array(ipv4).max(4, 'At most four DNS servers.').default([]),
    })
    .prefault({}),
  dns: z
    .strictObject({
      enabled: z.boolean().default(false),
      upstream: z.array(ipv4).max(8, 'At most eight upstream servers.').default([]),
      /** In hosts(5) syntax; null: never given. */
      hosts: z.string().max(hostsLimit, 'At most 4,000,000 characters.').nullable().default(null),
    })
    .prefault({}),
  tftp: z.strictObject({ enabled: z.boolean().default(false) }).prefault({}),
});
export type NetworkSettings = z.infer<typeof networkSettings>;

/** A change of some of the settings; what is not named stays. */
export const networkChange = z.strictObject({
  interface: interfaceName.nullable().optional(),
  publicUrl: publicUrl.nullable().optional(),
  domain: domainName.optional(),
  dhcp: withoutDefaults(networkSettings.shape.dhcp.unwrap()).optional(),
  dns: withoutDefaults(networkSettings.shape.dns.unwrap()).optional(),
  tftp: withoutDefaults(networkSettings.shape.tftp.unwrap()).optional(),
});
export type NetworkChange = z.infer<typeof networkChange>;

/** Every field optional, and absent where it was absent: a default would undo what is set. */
function withoutDefaults<Shape extends Record<string, z.ZodDefault>>(
  object: z.ZodObject<Shape>,
): z.ZodObject<
  { [Key in keyof Shape]: z.ZodOptional<Shape[Key]['_zod']['def']['innerType']> },
  z.core.$strict
> {
  const entries = Object.entries(object.shape).map(([key, field]) => [
    key,
    (field.unwrap() as z.ZodType).optional(),
  ]);
  return z.strictObject(Object.fromEntries(entries)) as never;
}

/** The settings with a change in them; not yet checked against an interface. */
export function changed(settings: NetworkSettings, change: NetworkChange): NetworkSettings {
  return {
    ...settings,
    ...withoutUndefined(change),
    dhcp: { ...settings.dhcp, ...withoutUndefined(change.dhcp ?? {}) },
    dns: { ...settings.dns, ...withoutUndefined(change.dns ?? {}) },
    tftp: { ...settings.tftp, ...withoutUndefined(change.tftp ?? {}) },
  };
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}

// ── what workers announce ────────────────────────────────────────────────

export const dhcpServerHeard = z.object({
  /** Its server identifier (DHCP option 54), or the sender's address. */
  server: z.string(),
  offered: z.string().nullable(),
  /** Boot file that it names, where it names one. */
  bootFile: z.string().nullable(),
  router: z.string().nullable(),
});
export type DhcpServerHeard = z.infer<typeof dhcpServerHeard>;

export const dhcpProbe = z.object({
  /** ISO time. */
  at: z.string(),
  servers: z.array(dhcpServerHeard),
  /** Why nobody could be asked; null when the question went out. */
  problem: z.string().nullable(),
});
export type DhcpProbe = z.infer<typeof dhcpProbe>;

export const networkInterface = z.object({
  name: z.string(),
  mac: z.string().nullable(),
  up: z.boolean(),
  /** A cable, or a living other end. */
  carrier: z.boolean(),
  /** loopback, physical, or Linux's word: bridge, veth, vlan, bond, tun, wireguard, … */
  kind: z.string(),
  addresses: z.array(
    z.object({
      address: z.string(),
      prefix: z.number(),
      family: z.enum(['ipv4', 'ipv6']),
      /** global, link, host */
      scope: z.string(),
      /** Given by DHCP or by a router, and not by a person. */
      dynamic: z.boolean().default(false),
    }),
  ),
  /** The last question for other DHCP servers; absent when never asked. */
  dhcpProbe: dhcpProbe.optional(),
});
export type NetworkInterface = z.infer<typeof networkInterface>;

/** Ports that serving machines needs: DNS, DHCP, TFTP, PXE (RFC 4578 has 4011). */
export const neededPorts = [53, 67, 69, 4011] as const;

export const portUse = z.object({
  port: z.number(),
  protocol: z.enum(['udp', 'tcp']),
  /** The address it is bound to; 0.0.0.0 and :: are all. */
  address: z.string(),
  /** The one interface that it is bound to, where it is. */
  device: z.string().nullable(),
  /** Null where /proc does not show it to us. */
  pid: z.number().nullable(),
  name: z.string().nullable(),
  /** Name of the parent, such as libvirtd or systemd. */
  startedBy: z.string().nullable(),
  commandLine: z.string().nullable(),
  /** Our own dnsmasq. */
  ours: z.boolean(),
});
export type PortUse = z.infer<typeof portUse>;

export interface WorkerFacts {
  id: string;
  hostname: string;
  pid: number;
  interfaces: NetworkInterface[];
  ports: PortUse[];
  /** Program → path, null where it is not installed. */
  tools: Record<string, string | null>;
  /** ISO times. */
  startedAt: string;
  heartbeatAt: string;
  /** It has shown itself within the last half minute. */
  alive: boolean;
}

// ── what services show ───────────────────────────────────────────────────

export const observedStates = [
  'off',
  'starting',
  'on',
  'stopping',
  'backing-off',
  'failed',
] as const;
export type ObservedState = (typeof observedStates)[number];

/** Wanted and observed are two things; `reason` is the sentence between them. */
export const serviceStatus = z.object({
  wanted: z.boolean(),
  observed: z.enum(observedStates),
  /** ISO time of the last change of `observed`. */
  since: z.string().nullable(),
  reason: z.string().nullable(),
  pid: z.number().nullable(),
});
export type ServiceStatus = z.infer<typeof serviceStatus>;

export const serviceSwitch = z.object({
  on: z.boolean('Write true or false.'),
});

export const leaseView = z.object({
  mac: z.string(),
  address: z.string(),
  name: z.string().nullable(),
  expiresAt: z.string().nullable(),
  /** The host with that MAC, where the asker may see it. */
  host: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type LeaseView = z.infer<typeof leaseView>;

/** As REST tells them: with the machine that they are on. */
const whose = { worker: z.string(), hostname: z.string() };
export const workerInterface = networkInterface.extend(whose);
export const workerPort = portUse.extend(whose);

/** The inherited form of DNS settings (PUT dns/script). */
export const dnsScript = z.strictObject({
  /** The interface to serve names on. It says nothing about DHCP, which has a switch of its own. */
  noDhcpInterface: interfaceName,
  domain: domainName,
  firstNameServer: ipv4.nullish(),
  secondNameServer: ipv4.nullish(),
});

export const finding = z.object({
  code: z.string(),
  level: z.enum(['problem', 'warning', 'good']),
  title: z.string(),
  mend: z.string().nullable(),
});

export const networkView = z.object({
  settings: networkSettings,
  interfaces: networkInterface.array(),
  publicUrl: z.string().nullable(),
  ownAddress: z.string().nullable(),
  config: z.string().nullable(),
  problem: z.string().nullable(),
  findings: finding.array(),
});

export const lookupAnswer = z.object({
  domain: z.string(),
  dnsServer: z.string(),
  addresses: z.array(z.string()),
  milliseconds: z.number(),
  reason: z.string().nullable(),
});
