/** MAC addresses (EUI-48), in any of their spellings. */

const spellings = [
  // 52:54:00:77:00:01, and a:b:c:d:e:f as BSD prints it
  /^([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2})$/,
  // 52-54-00-77-00-01
  /^([0-9a-f]{2})-([0-9a-f]{2})-([0-9a-f]{2})-([0-9a-f]{2})-([0-9a-f]{2})-([0-9a-f]{2})$/,
  // 5254.0077.0001
  /^([0-9a-f]{2})([0-9a-f]{2})\.([0-9a-f]{2})([0-9a-f]{2})\.([0-9a-f]{2})([0-9a-f]{2})$/,
  // 525400770001
  /^([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/,
];

export type ParsedMac = { mac: string } | { problem: string };

/**
 * A card's address, lower case with colons, from any spelling; or why it is
 * none. Group addresses (the lowest bit of the first byte, IEEE 802) and zero
 * belong to no card.
 */
export function parseMac(text: string): ParsedMac {
  const clean = text.trim().toLowerCase();
  const match = spellings.map((one) => one.exec(clean)).find((found) => found !== null);
  if (!match) {
    return { problem: 'This is no MAC address. Write it like 52:54:00:12:34:56.' };
  }
  const bytes = match.slice(1).map((one) => one.padStart(2, '0'));
  const mac = bytes.join(':');
  if (mac === '00:00:00:00:00:00') return { problem: `${mac} is the address of no card.` };
  if (Number.parseInt(bytes[0] ?? '', 16) & 1) {
    return { problem: `${mac} is a multicast or broadcast address, not a card's.` };
  }
  return { mac };
}

/** The same, for what machines report: null where it is no card's address. */
export function macOrNull(text: string | null | undefined): string | null {
  const parsed = parseMac(text ?? '');
  return 'mac' in parsed ? parsed.mac : null;
}
