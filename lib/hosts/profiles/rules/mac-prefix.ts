/** The beginning of a MAC: its maker's part (OUI, 3 bytes), or any 1 to 6 bytes of it. */
import { parseMac } from '../../mac';

const wanted = 'Write 1 to 6 bytes of a MAC, such as 52:54:00.';

/** The bytes in lower case with colons, from any spelling; or why it is no beginning of a MAC. */
export function readMacPrefix(text: string): { value: string } | { problem: string } {
  const clean = text
    .trim()
    .toLowerCase()
    .replace(/[:.-]$/, '');
  const bytes = bytesOf(clean);
  if (!bytes || bytes.length < 1 || bytes.length > 6) return { problem: wanted };
  const value = bytes.join(':');
  if (bytes.length === 6) {
    const parsed = parseMac(value);
    return 'mac' in parsed ? { value: parsed.mac } : parsed;
  }
  // The lowest bit of the first byte: addresses of groups (IEEE 802).
  if (Number.parseInt(bytes[0] ?? '', 16) & 1) {
    return { problem: `${value} begins multicast addresses, which no card has.` };
  }
  return { value };
}

/** 52:54:00, 52-54-00, 525400 and 5254.00, and single digits between colons as BSD prints them. */
function bytesOf(text: string): string[] | null {
  if (/^[0-9a-f]{1,2}(:[0-9a-f]{1,2})*$/.test(text) && (text.includes(':') || text.length === 2)) {
    return text.split(':').map((one) => one.padStart(2, '0'));
  }
  const spelt =
    /^[0-9a-f]{2}(-[0-9a-f]{2})*$/.test(text) ||
    /^[0-9a-f]{4}(\.[0-9a-f]{4})*(\.[0-9a-f]{2})?$/.test(text) ||
    /^([0-9a-f]{2})+$/.test(text);
  return spelt ? (text.replace(/[.-]/g, '').match(/../g) ?? null) : null;
}
