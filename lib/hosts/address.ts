/** IPv4 addresses that a host can have. */

const decimal = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${decimal}(?:\\.${decimal}){3}$`);

/** Why an address cannot be a host's, or null. Ranges are those of RFC 6890. */
export function addressProblem(address: string): string | null {
  if (!ipv4.test(address)) return 'This is no IPv4 address. Write it like 10.0.0.17.';
  const [first = 0, second = 0] = address.split('.').map(Number);
  if (first === 0) return `${address} is in "this network" (0.0.0.0/8), which no host can have.`;
  if (first === 127) return `${address} is a loopback address.`;
  if (first === 169 && second === 254) return `${address} is link-local; DHCP cannot reserve it.`;
  if (first >= 224) return `${address} is a multicast, reserved or broadcast address.`;
  return null;
}
