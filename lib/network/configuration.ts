/** The whole configuration of dnsmasq as it should be now: settings, hosts and interfaces together. */
import { dataPath } from '@/lib/core/env';
import {
  type DnsmasqPaths,
  type DnsmasqWish,
  renderDhcpHosts,
  renderDnsmasq,
  renderHosts,
} from './dnsmasq';
import { parseHosts, printHosts } from './hosts-file';
import { ipv6Prefixes, servingAddress } from './interfaces';
import { publicUrl } from './public-url';
import { dnsmasqUser } from './readable';
import { loadersInForce, networkHosts } from './registry/data';
import type { NetworkInterface, NetworkSettings } from './schema';
import { settingsProblems } from './settings-problems';

export interface Configuration {
  config: string;
  dhcpHosts: string;
  hosts: string;
  customHosts: string;
}

/** The paths of dnsmasq's files in the data folder. */
export function dnsmasqPaths(): DnsmasqPaths & { config: string } {
  return {
    config: dataPath('run', 'dnsmasq.conf'),
    tftpRoot: dataPath('tftp'),
    leases: dataPath('run', 'leases'),
    pid: dataPath('run', 'dnsmasq.pid'),
    dhcpHosts: dataPath('run', 'dhcp-hosts'),
    hosts: dataPath('run', 'hosts'),
    customHosts: dataPath('run', 'hosts.custom'),
  };
}

export type ServedNetwork = Pick<
  DnsmasqWish,
  'settings' | 'own' | 'publicUrl' | 'loaders' | 'loadersUrl'
> & { iface: NetworkInterface };

/**
 * The network as DHCP serves it, or the sentence that says why it cannot:
 * what the configuration and the answer for one machine are made of.
 */
export async function servedNetwork(given: {
  settings: NetworkSettings;
  interfaces: NetworkInterface[];
}): Promise<ServedNetwork | { problem: string }> {
  const { settings, interfaces } = given;
  if (settings.interface === null) return { problem: 'No interface is chosen.' };
  const iface = interfaces.find((one) => one.name === settings.interface);
  if (!iface) return { problem: `There is no interface ${settings.interface}.` };
  const own = servingAddress(iface);
  if (!own) return { problem: `${settings.interface} has no IPv4 address.` };
  const [bad] = settingsProblems({ settings, own });
  if (bad) return { problem: `${bad.field}: ${bad.message}` };
  const url = publicUrl({ settings, interfaces }) ?? `http://${own.address}`;
  const loaders = await loadersInForce();
  return {
    settings: { ...settings, interface: settings.interface },
    iface,
    own,
    publicUrl: url,
    loaders,
    loadersUrl: loaders.fingerprint ? `${url}/artifacts/${loaders.fingerprint}/` : null,
  };
}

/** The configuration, or the sentence that says why there can be none. */
export async function configuration(given: {
  settings: NetworkSettings;
  interfaces: NetworkInterface[];
}): Promise<Configuration | { problem: string }> {
  const served = await servedNetwork(given);
  if ('problem' in served) return { problem: served.problem };
  const { iface, ...wish } = served;
  const hosts = await networkHosts();
  const config = renderDnsmasq({
    ...wish,
    ipv6: ipv6Prefixes(iface),
    driverMacs: hosts.filter((host) => host.bootloader === 'ipxe').flatMap((host) => host.macs),
    user: dnsmasqUser([dataPath('run'), dataPath('publications')]),
    paths: dnsmasqPaths(),
  });
  const { settings, own } = served;
  return {
    config,
    dhcpHosts: renderDhcpHosts(hosts),
    hosts: renderHosts({ hosts, domain: settings.domain, own: own.address }),
    customHosts: printHosts(parseHosts(settings.dns.hosts ?? '').entries),
  };
}
