/** Settings against the interface that they are for. Pure. */
import { inSubnet, printSubnet, subnetOf, toNumber } from './ipv4';
import type { NetworkSettings } from './schema';

/** What of the settings does not fit the interface's address; fields as in NetworkSettings. */
export function settingsProblems(given: {
  settings: NetworkSettings;
  own: { address: string; prefix: number };
}): { field: string; message: string }[] {
  const { settings, own } = given;
  if (settings.dhcp.mode === 'off') return [];
  const subnet = subnetOf(own);
  const { rangeStart, rangeEnd, router } = settings.dhcp;
  const problems: { field: string; message: string }[] = [];
  const complain = (field: string, message: string) => problems.push({ field, message });
  const where = `${printSubnet(subnet)}, the network of ${settings.interface}`;
  if (subnet.prefix > 30) {
    complain('interface', `${own.address}/${own.prefix} leaves no address for anybody else.`);
    return problems;
  }
  for (const [field, address] of [
    ['dhcp.rangeStart', rangeStart],
    ['dhcp.rangeEnd', rangeEnd],
  ] as const) {
    if (address === null) continue;
    const value = toNumber(address);
    if (!inSubnet(address, subnet)) complain(field, `${address} is not in ${where}.`);
    else if (value === subnet.network || value === subnet.broadcast) {
      complain(field, `${address} is the network's own or broadcast address.`);
    }
  }
  if ((rangeStart === null) !== (rangeEnd === null)) {
    const missing = rangeStart === null ? 'dhcp.rangeStart' : 'dhcp.rangeEnd';
    complain(missing, 'Give both ends of the range, or none.');
  }
  if (rangeStart !== null && rangeEnd !== null) {
    const [start, end, self] = [rangeStart, rangeEnd, own.address].map(toNumber) as [
      number,
      number,
      number,
    ];
    if (start > end) complain('dhcp.rangeEnd', `${rangeEnd} comes before ${rangeStart}.`);
    else if (problems.length === 0 && self >= start && self <= end) {
      complain('dhcp.rangeStart', `Our own address ${own.address} lies in the range.`);
    }
  }
  if (router !== null && !inSubnet(router, subnet)) {
    complain('dhcp.router', `${router} is not in ${where}: machines could not reach it.`);
  }
  return problems;
}
