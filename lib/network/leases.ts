/** dnsmasq's lease file: `expiry MAC address name client-id`, one lease a line. Pure. */
import { isIpv4 } from './ipv4';

export interface Lease {
  mac: string;
  address: string;
  name: string | null;
  /** Null: never. */
  expiresAt: Date | null;
}

/** The IPv4 leases in a lease file. Other lines (`duid`, IPv6) are passed over. */
export function parseLeases(text: string): Lease[] {
  const found = new Map<string, Lease>();
  for (const line of text.split('\n')) {
    const [expiry, mac, address, name] = line.split(' ');
    if (!expiry || !/^\d+$/.test(expiry) || !mac || !address || !isIpv4(address)) continue;
    if (!/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(mac)) continue;
    const seconds = Number(expiry);
    found.set(mac.toLowerCase(), {
      mac: mac.toLowerCase(),
      address,
      name: name && name !== '*' ? name : null,
      expiresAt: seconds === 0 ? null : new Date(seconds * 1000),
    });
  }
  return [...found.values()];
}
