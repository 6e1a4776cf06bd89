/** Arithmetic on IPv4 addresses. Pure, and safe for browsers. */

const decimal = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const dotted = new RegExp(`^${decimal}(?:\\.${decimal}){3}$`);

/** True for four decimal numbers without leading zeros. */
export function isIpv4(text: string): boolean {
  return dotted.test(text);
}

/** The address as a number of 32 bits. */
export function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function fromNumber(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

export interface Subnet {
  /** First and last address, as numbers. */
  network: number;
  broadcast: number;
  prefix: number;
}

/** The subnet that an address with a prefix length lies in. */
export function subnetOf(given: { address: string; prefix: number }): Subnet {
  const size = 2 ** (32 - given.prefix);
  const network = Math.floor(toNumber(given.address) / size) * size;
  return { network, broadcast: network + size - 1, prefix: given.prefix };
}

export function inSubnet(address: string, subnet: Subnet): boolean {
  const value = toNumber(address);
  return value >= subnet.network && value <= subnet.broadcast;
}

/** `10.77.0.0/24` */
export function printSubnet(subnet: Subnet): string {
  return `${fromNumber(subnet.network)}/${subnet.prefix}`;
}

/** `255.255.255.0` for 24. */
export function netmask(prefix: number): string {
  return fromNumber(prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0);
}

/**
 * A range to propose for DHCP: the upper part of the subnet, at most 100
 * addresses in a /24 (.100 to .199), without our own address. Null where
 * the subnet is too small to serve anybody.
 */
export function proposeRange(given: {
  address: string;
  prefix: number;
}): { start: string; end: string } | null {
  const { network, broadcast } = subnetOf(given);
  const usable = broadcast - network - 1;
  if (usable < 2) return null;
  const own = toNumber(given.address);
  const whole =
    usable >= 254
      ? { start: network + 100, end: network + 199 }
      : { start: network + 1 + Math.floor(usable / 2), end: broadcast - 1 };
  if (own < whole.start || own > whole.end) return print(whole);
  const below = { start: whole.start, end: own - 1 };
  const above = { start: own + 1, end: whole.end };
  const larger = below.end - below.start > above.end - above.start ? below : above;
  return larger.start <= larger.end ? print(larger) : null;
}

function print(range: { start: number; end: number }): { start: string; end: string } {
  return { start: fromNumber(range.start), end: fromNumber(range.end) };
}
