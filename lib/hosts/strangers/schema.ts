/**
 * Strangers: machines that have booted here and are nobody's host yet.
 *
 * Glossary.
 * sighting: one boot of a stranger, with what it told of itself.
 * accept: make a host of it. reject: keep it out of sight; it stays known, so
 *   that its next boot does not bring it back.
 */
import { z } from 'zod';
import { newHost } from '../schema';

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
  sightings: z.int(),
  rejected: z.boolean(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** A name that it could have as a host. */
  suggestedName: z.string(),
});
export type Stranger = z.infer<typeof stranger>;

/** The host that a stranger becomes; without `macs` it has all that the machine told. */
export const acceptedHost = newHost.extend({ macs: newHost.shape.macs.optional() });
export type AcceptedHost = z.infer<typeof acceptedHost>;

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
