/** Names for many hosts at once, from one pattern; `schema.ts` has its form. Pure. */

const placeholder = /\{(n{1,6}|mac|serial)\}/g;

/** True when the pattern counts, so that another number is another name. */
export function counts(pattern: string): boolean {
  return /\{n+\}/.test(pattern);
}

/**
 * The name of one machine. A serial number's other characters become hyphens;
 * null where the pattern asks for one and the machine told none.
 */
export function nameFrom(given: {
  pattern: string;
  n: number;
  mac: string;
  serial: string | null;
}): string | null {
  const { pattern, n, mac, serial } = given;
  const told = (serial ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (pattern.includes('{serial}') && told === '') return null;
  return pattern.replace(placeholder, (_whole, name: string) => {
    if (name === 'mac') return mac.replaceAll(':', '').slice(-6);
    if (name === 'serial') return told;
    return String(n).padStart(name.length, '0');
  });
}
