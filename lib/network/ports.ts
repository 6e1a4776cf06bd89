/**
 * Who holds the ports that serving machines needs, read from /proc, with the
 * interface that a socket is bound to from `ss`, which alone tells it. Linux only.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { fromNumber } from './ipv4';
import type { PortUse } from './schema';

/** `0A` in /proc/net/tcp: TCP_LISTEN of the kernel's tcp_states.h. UDP sockets are just there. */
const listening = '0A';

export interface OpenSocket {
  protocol: 'udp' | 'tcp';
  address: string;
  port: number;
  inode: string;
}

/** Sockets of one table of /proc/net (udp, udp6, tcp or tcp6) on the given ports. Pure. */
export function parseSocketTable(given: {
  text: string;
  protocol: 'udp' | 'tcp';
  ports: readonly number[];
}): OpenSocket[] {
  return given.text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const [local, state, inode] = [fields[1], fields[3], fields[9]];
      if (!local || !inode) return [];
      if (given.protocol === 'tcp' && state !== listening) return [];
      const [hex = '', portHex = ''] = local.split(':');
      const port = Number.parseInt(portHex, 16);
      if (!given.ports.includes(port)) return [];
      return [{ protocol: given.protocol, address: addressOf(hex), port, inode }];
    });
}

/** The kernel prints addresses as 32-bit words in the machine's own byte order (little-endian here). */
function addressOf(hex: string): string {
  const words = (hex.match(/.{8}/g) ?? []).map((word) =>
    Number.parseInt((word.match(/../g) ?? []).reverse().join(''), 16),
  );
  if (words.length === 1) return fromNumber(words[0] ?? 0);
  if (words.every((word) => word === 0)) return '::';
  if (words[0] === 0 && words[1] === 0 && words[2] === 0xffff) return fromNumber(words[3] ?? 0);
  return words
    .flatMap((word) => [word >>> 16, word & 0xffff])
    .map((group) => group.toString(16))
    .join(':')
    .replace(/(^|:)0(:0)+(:|$)/, '::');
}

/** Devices by `protocol pid fd-less local port`: lines of `ss -H -l -n -u -t -p` that name one. Pure. */
export function parseDevices(text: string): { pid: number; port: number; device: string }[] {
  return text.split('\n').flatMap((line) => {
    const found = /%([A-Za-z0-9_.-]+):(\d+)\s.*pid=(\d+)/.exec(line);
    return found ? [{ device: found[1] ?? '', port: Number(found[2]), pid: Number(found[3]) }] : [];
  });
}

/** Reads who listens on the ports. `devices` is what `parseDevices` gave; `ownPids` are our daemons'. */
export function readPortUses(given: {
  ports: readonly number[];
  devices: ReturnType<typeof parseDevices>;
  ownPids: readonly number[];
}): PortUse[] {
  const sockets = (['udp', 'tcp'] as const).flatMap((protocol) =>
    [protocol, `${protocol}6`].flatMap((table) =>
      parseSocketTable({ text: read(`/proc/net/${table}`), protocol, ports: given.ports }),
    ),
  );
  const holders = holdersOf(new Set(sockets.map((socket) => socket.inode)));
  return sockets
    .map(({ inode, ...socket }) => {
      const pid = holders.get(inode) ?? null;
      const device = given.devices.find((one) => one.pid === pid && one.port === socket.port);
      return {
        ...socket,
        device: device?.device ?? null,
        pid,
        ...(pid === null ? nobody : processOf(pid)),
        ours: pid !== null && given.ownPids.includes(pid),
      };
    })
    .toSorted((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol));
}

const nobody = { name: null, startedBy: null, commandLine: null };

function holdersOf(inodes: Set<string>): Map<string, number> {
  const found = new Map<string, number>();
  if (inodes.size === 0) return found;
  for (const pid of processes()) {
    for (const inode of socketsOf(pid)) if (inodes.has(inode)) found.set(inode, pid);
    if (found.size === inodes.size) break;
  }
  return found;
}

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode === undefined ? [] : [inode];
    });
  } catch {
    return []; // another user's process, or one that has just ended
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

/** Longest command line kept, in characters. */
const commandLimit = 300;

function processOf(pid: number): Pick<PortUse, 'name' | 'startedBy' | 'commandLine'> {
  const { name, parent } = statOf(pid);
  return {
    name: name || null,
    startedBy: (parent > 0 && statOf(parent).name) || null,
    commandLine:
      read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim().slice(0, commandLimit) || null,
  };
}

function statOf(pid: number): { name: string; parent: number } {
  const stat = read(`/proc/${pid}/stat`);
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
  return { name, parent };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
