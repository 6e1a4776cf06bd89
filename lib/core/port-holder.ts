/** Who holds a port of this machine, read from /proc. Linux only; elsewhere nobody is found. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface PortHolder {
  pid: number;
  /** The program's name, such as `dnsmasq`. */
  name: string;
  /** Its parent's name, such as `systemd`: who may start it again. */
  startedBy?: string;
}

/** `0A` in /proc/net/tcp: TCP_LISTEN of the kernel's tcp_states.h. UDP sockets are just there. */
const listening = '0A';

/**
 * The process that listens on a port, on any address. Undefined when nobody does, or when it
 * belongs to another user or network namespace, which /proc does not show to us.
 */
export function portHolder(given: {
  port: number;
  protocol: 'tcp' | 'udp';
}): PortHolder | undefined {
  const inodes = socketInodes(given);
  if (inodes.size === 0) return undefined;
  for (const pid of processes()) {
    if (!holdsAny(pid, inodes)) continue;
    const { name, parent } = processOf(pid);
    return { pid, name, startedBy: parent > 0 ? processOf(parent).name : undefined };
  }
  return undefined;
}

function socketInodes({ port, protocol }: { port: number; protocol: string }): Set<string> {
  const found = new Set<string>();
  for (const table of [protocol, `${protocol}6`]) {
    for (const line of read(`/proc/net/${table}`).split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      const [local, state, inode] = [fields[1], fields[3], fields[9]];
      if (!local || !inode) continue;
      if (protocol === 'tcp' && state !== listening) continue;
      if (Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16) === port) found.add(inode);
    }
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

function holdsAny(pid: number, inodes: Set<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode !== undefined && inodes.has(inode);
    });
  } catch {
    return false; // another user's process, or one that has just ended
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

function processOf(pid: number): { name: string; parent: number } {
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
