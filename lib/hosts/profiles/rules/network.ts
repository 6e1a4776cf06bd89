/** IPv4 networks in CIDR notation (RFC 4632), as rules name them. */

const byte = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const address = new RegExp(`^${byte}\\.${byte}\\.${byte}\\.${byte}$`);

/** An address as a number of 32 bits, or null when it is none. */
export function addressNumber(text: string): number | null {
  const match = address.exec(text);
  if (!match) return null;
  return match.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The network's first address, once its host bits are cut off. */
export function networkNumber(given: { address: number; prefix: number }): number {
  const size = 2 ** (32 - given.prefix);
  return Math.floor(given.address / size) * size;
}

/** The two halves of a network that `readNetwork` has let through. */
export function networkParts(cidr: string): { network: number; prefix: number } {
  const [first = '', length = ''] = cidr.split('/');
  return { network: addressNumber(first) ?? 0, prefix: Number(length) };
}

/** The network as it is compared, or what is wrong with it. */
export function readNetwork(text: string): { value: string } | { problem: string } {
  const clean = text.trim();
  const [first = '', length = '', ...rest] = clean.split('/');
  const number = addressNumber(first);
  if (number === null || rest.length > 0 || !/^(\d|[12]\d|3[0-2])$/.test(length)) {
    return { problem: 'Write a network such as 10.77.0.0/24.' };
  }
  const network = networkNumber({ address: number, prefix: Number(length) });
  if (network === number) return { value: `${first}/${length}` };
  const meant = [24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join('.');
  return { problem: `${clean} is an address within a network. Write ${meant}/${length}.` };
}
