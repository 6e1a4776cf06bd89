/**
 * dnsmasq's log, line by line, to what happened to which machine. dnsmasq
 * 2.90 with `log-dhcp` on stderr: lines of one packet come together and
 * carry its transaction id; what is said of an answer follows it. Pure.
 */
import { probeUserClass } from './dnsmasq';

export type LogEvent =
  | {
      kind: 'dhcp';
      /** The message's name without DHCP, lower case: discover, offer, request, ack, nak, … */
      type: string;
      xid: string;
      interface: string;
      mac: string;
      address: string | null;
      /** What dnsmasq adds to the line: a name, or why something is refused. */
      note: string | null;
      vendorClass: string | null;
      userClass: string | null;
      tags: string[];
      bootFile: string | null;
    }
  | { kind: 'tftp'; type: 'sent' | 'failed' | 'not-found'; path: string; address: string };

type DhcpEvent = Extract<LogEvent, { kind: 'dhcp' }>;

interface Told {
  vendorClass: string | null;
  userClass: string | null;
}

const message =
  /^(?:DHCP([A-Z]+)|PXE)\(([^)]+)\) (?:(\d+\.\d+\.\d+\.\d+) )?((?:[0-9a-f]{2}:){5}[0-9a-f]{2})(?: (.*))?$/i;

/** Reads lines; gives each event as soon as all that belongs to it has come. */
export class DnsmasqLog {
  /** The packet that is being told about. */
  #xid: string | null = null;
  #told: Told = { vendorClass: null, userClass: null };
  #open: DhcpEvent | null = null;
  /** Whom a transfer was broken off by: firmware asks for a file's size that way. */
  #abortedBy: string | null = null;

  /** Takes one line, and gives the events that it completes. */
  push(line: string): LogEvent[] {
    const dhcp = /^dnsmasq-dhcp\[\d+\]: (\d+) (.*)$/.exec(line);
    if (dhcp) return this.#dhcp(dhcp[1] ?? '', (dhcp[2] ?? '').trimEnd());
    const tftp = /^dnsmasq-tftp\[\d+\]: (.*)$/.exec(line);
    return [...this.flush(), ...(tftp ? this.#tftp((tftp[1] ?? '').trimEnd()) : [])];
  }

  /** Gives the event that might still have been added to; for when no line follows. */
  flush(): LogEvent[] {
    const open = this.#open;
    this.#open = null;
    return open ? [open] : [];
  }

  #dhcp(xid: string, text: string): LogEvent[] {
    const done = xid !== this.#xid ? this.flush() : [];
    if (xid !== this.#xid) {
      this.#xid = xid;
      this.#told = { vendorClass: null, userClass: null };
    }
    const found = message.exec(text);
    if (found) {
      done.push(...this.flush());
      this.#open = {
        kind: 'dhcp',
        type: (found[1] ?? 'pxe').toLowerCase(),
        xid,
        interface: found[2] ?? '',
        mac: (found[4] ?? '').toLowerCase(),
        address: found[3] ?? null,
        note: found[5]?.trim() || null,
        ...this.#told,
        tags: [],
        bootFile: null,
      };
      return done;
    }
    const [, key, value] = /^([a-z ]+): (.*)$/i.exec(text) ?? [];
    if (key === 'vendor class' || key === 'user class' || key === 'available DHCP range') {
      // These come before the message that they are about: the one before is complete.
      done.push(...this.flush());
    }
    if (key === 'vendor class') this.#told.vendorClass = value ?? null;
    if (key === 'user class') this.#told.userClass = value ?? null;
    if (key === 'tags' && this.#open) this.#open.tags = (value ?? '').split(', ').filter(Boolean);
    // A client that asks for option 67 gets it as an option, which is told in other words.
    const sent = /^sent size: *\d+ option: *67 bootfile-name +(\S+)/.exec(text)?.[1];
    const file = key === 'bootfile name' ? value : sent;
    if (file && this.#open) this.#open.bootFile = file;
    return done;
  }

  #tftp(text: string): LogEvent[] {
    const aborted = /^error 8 .* received from (\S+)$/.exec(text);
    if (aborted) {
      this.#abortedBy = aborted[1] ?? null;
      return [];
    }
    const wasAborted = this.#abortedBy;
    this.#abortedBy = null;
    const sent = /^sent (.+) to (\S+)$/.exec(text);
    if (sent) return [tftp('sent', sent)];
    const missing = /^file (.+) not found for (\S+)$/.exec(text);
    if (missing) return [tftp('not-found', missing)];
    const failed = /^failed sending (.+) to (\S+)$/.exec(text);
    return failed && failed[2] !== wasAborted ? [tftp('failed', failed)] : [];
  }
}

function tftp(type: 'sent' | 'failed' | 'not-found', found: RegExpExecArray): LogEvent {
  return { kind: 'tftp', type, path: found[1] ?? '', address: found[2] ?? '' };
}

/** Our own question for other DHCP servers. */
export function isOurProbe(event: DhcpEvent): boolean {
  return event.userClass === probeUserClass || event.tags.includes('probe');
}

/** Client architectures (DHCP option 93), as PXE firmware tells them in its vendor class too. */
const architectures: Record<number, string> = {
  0: 'BIOS',
  6: 'UEFI 32-bit',
  7: 'UEFI x64',
  9: 'UEFI x64',
  11: 'UEFI arm64',
  16: 'UEFI x64 by HTTP',
  19: 'UEFI arm64 by HTTP',
};

/** `UEFI x64` of `PXEClient:Arch:00007:UNDI:003016`; null where it tells none. */
export function architectureOf(vendorClass: string | null): string | null {
  const number = /:Arch:(\d{5})/.exec(vendorClass ?? '')?.[1];
  if (number === undefined) return null;
  return architectures[Number(number)] ?? `client architecture ${Number(number)}`;
}

/** What a person reads of a DHCP message in a machine's timeline. */
export function dhcpSentence(event: DhcpEvent): string {
  const arch = architectureOf(event.vendorClass);
  const vendor = event.vendorClass?.split(':')[0] ?? null;
  switch (event.type) {
    case 'discover':
    case 'request': {
      if (event.note) return `${event.type.toUpperCase()}: ${event.note}`;
      const who = event.userClass === 'iPXE' || event.tags.includes('ipxe') ? 'iPXE' : null;
      return [
        event.type.toUpperCase(),
        ...(who ? [who] : []),
        ...(arch ? [arch] : []),
        ...(vendor ? [`vendor ${vendor}`] : []),
      ].join(', ');
    }
    case 'offer':
      return ['offered', withFile(event)].join(' ');
    case 'ack':
      return ['given', withFile(event)].join(' ');
    case 'nak':
      return `refused ${event.address ?? 'the address'}${event.note ? `: ${event.note}` : ''}`;
    default:
      return [event.type.toUpperCase(), event.address, event.note].filter(Boolean).join(' ');
  }
}

/** Only firmware and its bootloaders miss a boot file; a running system asks for none. */
function withFile(event: DhcpEvent): string {
  const boots = /^(PXE|HTTP)Client/.test(event.vendorClass ?? '');
  const file = event.bootFile ?? (boots ? 'no boot file' : null);
  return [event.address ?? 'no address', ...(file ? [file] : [])].join(', ');
}
