/**
 * Strangers: machines that have booted here and are nobody's host yet.
 *
 * Glossary.
 * sighting: one boot of a stranger, with what it told of itself.
 * enrolment: the token by which it spoke last, where it has booted from a
 *   medium that carries one; then only that token's team can accept it.
 * holder: whose a stranger is: that team, or without a token the owning one.
 *   What comes by another's token neither shows nor changes it (sightings/).
 * accept: make a host of it. reject: keep it out of sight; it stays known, so
 *   that its next boot does not bring it back.
 */
import { z } from 'zod';
import { labelChange, labels } from '../labels/schema';
import { newHost, profileWays } from '../schema';

/** What a machine tells at its boot; everything but the MAC may be missing, and nothing is to be trusted. */
export interface Sighting {
  mac: string;
  macs?: string[];
  uuid?: string | null;
  serial?: string | null;
  arch?: string | null;
  /** `efi` or `pcbios`, as iPXE calls it. */
  platform?: string | null;
  vendor?: string | null;
  product?: string | null;
  address?: string | null;
  /** By which token it came in; without one, what is known of an earlier one stays. */
  enrolmentId?: string | null;
}

export const stranger = z.object({
  /** The card that it booted from first. */
  mac: z.string(),
  /** All its cards, that one first. */
  macs: z.array(z.string()),
  uuid: z.string().nullable(),
  serial: z.string().nullable(),
  arch: z.string().nullable(),
  platform: z.string().nullable(),
  vendor: z.string().nullable(),
  product: z.string().nullable(),
  address: z.string().nullable(),
  labels,
  sightings: z.int(),
  rejected: z.boolean(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** By which token it spoke last; null: by none, or one that was deleted. */
  enrolment: z
    .object({
      id: z.uuid(),
      name: z.string(),
      team: z.object({ id: z.uuid(), name: z.string() }),
    })
    .nullable(),
  /** A name that it could have as a host. */
  suggestedName: z.string(),
  /** What it would be installed by once it is accepted without a profile; null: by none. */
  profile: z
    .object({
      id: z.uuid(),
      name: z.string(),
      by: z.enum(profileWays),
      rule: z.string().nullable(),
    })
    .nullable(),
});
export type Stranger = z.infer<typeof stranger>;

/**
 * Names for many hosts at once: `{n}` is the next number that is free, `{nn}`
 * and `{nnn}` the same with leading zeros, `{mac}` the last six digits of the
 * MAC, `{serial}` the serial number. Without one of them all would have one name.
 */
export const namePattern = z
  .string()
  .trim()
  .toLowerCase()
  .max(63, 'At most 63 characters.')
  .regex(/^([a-z0-9-]|\{(n{1,6}|mac|serial)\})+$/, {
    message: 'Letters, digits, hyphens, and {n}, {nn}, {mac} or {serial} where the names differ.',
  })
  .refine(
    (pattern) => pattern.includes('{'),
    'Write {n}, {mac} or {serial} where the names differ.',
  );

/**
 * The host that a stranger becomes; without `macs` it has all that the machine
 * told. The stranger's labels go with it, those given here over them.
 */
export const acceptedHost = newHost.extend({ macs: newHost.shape.macs.optional() });
export type AcceptedHost = z.infer<typeof acceptedHost>;

const macs = z
  .array(z.string().max(40))
  .min(1, 'Name a machine.')
  .max(1_000, 'At most 1,000 machines.');

/** One thing done to many strangers, each for itself: what fails at one leaves the others done. */
export const bulkMachines = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('accept'),
    macs,
    /** Of the hosts to be: see names.ts; `node-{mac}` where unset, as `suggestedName` is. */
    names: namePattern.default('node-{mac}'),
    /** The first number that `{n}` tries. */
    from: z.int().min(0).max(9_999_999).default(1),
    /** Null: by rule. */
    profileId: z.uuid().nullable().default(null),
    labels: labels.default({}),
  }),
  z.object({ action: z.literal('reject'), macs }),
  z.object({ action: z.literal('restore'), macs }),
  z.object({ action: z.literal('label'), macs, labels: labelChange }),
]);
export type BulkMachines = z.infer<typeof bulkMachines>;

/** What became of each machine, in the order in which they were named. */
export const bulkMachineResults = z.array(
  z.union([
    z.object({
      mac: z.string(),
      ok: z.literal(true),
      /** The host that it has become. */
      host: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    }),
    z.object({ mac: z.string(), ok: z.literal(false), code: z.string(), message: z.string() }),
  ]),
);
export type BulkMachineResults = z.infer<typeof bulkMachineResults>;

/** Firmware by iPXE's name of its platform. */
export function firmwareOf(platform: string | null): string | null {
  if (platform === 'efi') return 'uefi';
  if (platform === 'pcbios') return 'bios';
  return null;
}

/** The end of the MAC is what is printed on the card, and differs where the maker's part does not. */
export function suggestedName(mac: string): string {
  return `node-${mac.replaceAll(':', '').slice(-6)}`;
}
