/** Which sockets of others stand in our way, and what to do about each. Pure. */
import type { NetworkInterface, NetworkSettings, PortUse } from './schema';

export interface Conflict {
  use: PortUse;
  /** `port 67/udp is held by dnsmasq, pid 812, started by libvirtd`. */
  what: string;
  /** What a person can do. */
  mend: string;
}

/** The ports that the settings need: DNS 53, DHCP 67, TFTP 69. */
export function portsNeeded(settings: NetworkSettings): number[] {
  return [
    ...(settings.dns.enabled ? [53] : []),
    ...(settings.dhcp.mode !== 'off' ? [67] : []),
    ...(settings.tftp.enabled ? [69] : []),
  ];
}

/** What would keep dnsmasq from binding, or would share its questions. */
export function portConflicts(given: {
  settings: NetworkSettings;
  iface: NetworkInterface;
  ports: PortUse[];
}): Conflict[] {
  const needed = portsNeeded(given.settings);
  const found = given.ports.filter(
    (use) => !use.ours && needed.includes(use.port) && inTheWay(use, given.iface),
  );
  const told = new Set<string>();
  return found.flatMap((use) => {
    const what = sentence(use);
    if (told.has(what)) return [];
    told.add(what);
    return [{ use, what, mend: mendOf(use) }];
  });
}

/**
 * A socket bound to another interface, or to an address that is not this
 * interface's, lets us be. DHCP is heard by every socket on all addresses.
 */
function inTheWay(use: PortUse, iface: NetworkInterface): boolean {
  if (use.device !== null) return use.device === iface.name;
  if (use.address === '0.0.0.0' || use.address === '::') return true;
  return iface.addresses.some((one) => one.address === use.address);
}

function sentence(use: PortUse): string {
  const port = `port ${use.port}/${use.protocol}`;
  if (use.pid === null) return `${port} is held by a process that we may not see`;
  const by = use.startedBy ? `, started by ${use.startedBy}` : '';
  return `${port} is held by ${use.name ?? 'a process'}, pid ${use.pid}${by}`;
}

function mendOf(use: PortUse): string {
  const command = use.commandLine ?? '';
  if (use.name === 'systemd-resolve') {
    return 'This is systemd-resolved. Set DNSStubListener=no in /etc/systemd/resolved.conf, and run: systemctl restart systemd-resolved';
  }
  if (use.name === 'dnsmasq' && /libvirt/.test(command)) {
    return "This is libvirt's own dnsmasq for its virtual network. Choose another interface, or run: virsh net-destroy default && virsh net-autostart --disable default";
  }
  if (use.name === 'dnsmasq' && /NetworkManager|nm-dnsmasq/.test(command)) {
    return 'This is NetworkManager\'s dnsmasq. Choose another interface, or set dns=default and no "shared" connection in NetworkManager.';
  }
  if (use.name === 'dnsmasq') {
    return `Stop it (systemctl stop dnsmasq, or kill ${use.pid}), let it serve other interfaces only (bind-interfaces and except-interface), or choose another interface.`;
  }
  if (use.name === 'named' || use.name === 'unbound') {
    return `Stop ${use.name}, bind it to other addresses (listen-on), or turn our DNS off.`;
  }
  if (use.name === 'dhcpd' || use.name?.startsWith('kea-dhcp4')) {
    return `Stop ${use.name}, take this interface from it, or turn our DHCP off.`;
  }
  if (use.name === 'in.tftpd' || use.name === 'atftpd' || use.name === 'tftpd-hpa') {
    return `Stop it: systemctl disable --now tftpd-hpa`;
  }
  if (use.pid === null) return `Look as root: ss -lunpt 'sport = :${use.port}'`;
  return `Stop it (kill ${use.pid}, or the service that starts it), or choose another interface.`;
}
