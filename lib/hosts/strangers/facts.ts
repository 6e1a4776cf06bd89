/** What machines tell of themselves, cleaned. Pure. */
import { macOrNull } from '../mac';
import type { Sighting } from './schema';

/** Longest text kept of what a machine says, in characters. */
const factLimit = 200;
/** Cards kept of one machine. */
const macsLimit = 32;

/** MACs that a card could have, in our spelling, each once. */
export function cleanMacs(given: string[]): string[] {
  const macs = given.map(macOrNull).filter((mac) => mac !== null);
  return [...new Set(macs)].slice(0, macsLimit);
}

/** What was told, without control characters; what was not told is undefined, which changes nothing. */
export function cleanFacts(told: Omit<Sighting, 'mac' | 'macs' | 'enrolmentId'>) {
  const { uuid, serial, arch, platform, vendor, product, address } = told;
  return {
    uuid: cleanFact(uuid)?.toLowerCase(),
    serial: cleanFact(serial),
    arch: cleanFact(arch),
    platform: cleanFact(platform),
    vendor: cleanFact(vendor),
    product: cleanFact(product),
    address: cleanFact(address),
  };
}

function cleanFact(text: string | null | undefined): string | undefined {
  const clean = (text ?? '')
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, factLimit);
  return clean || undefined;
}
