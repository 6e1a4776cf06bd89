/**
 * Turns dnsmasq's log into events on machines' timelines: which card, which
 * host, which install, which file of which size. The log does not wait for
 * the store; while that is away, the newest events are kept in memory.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type NewEvent, recordEvents } from '@/lib/core/events';
import { DnsmasqLog, dhcpSentence, isOurProbe, type LogEvent } from './log-lines';
import { leasedMacs, ownersOf } from './registry/data';

/** Milliseconds without a line after which the last event is complete. */
const quiet = 60;
/** Events kept while the store is away. */
const limit = 5_000;
/** Transactions remembered, to tell a boot's ACK from a renewal's. */
const remembered = 2_000;

type DhcpEvent = Extract<LogEvent, { kind: 'dhcp' }>;

export class Witness {
  readonly #log = new DnsmasqLog();
  readonly #macs = new Map<string, string>();
  readonly #discovered = new Set<string>();
  readonly #onLease: () => void;
  #queue: NewEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #busy: Promise<void> | undefined;

  /** `onLease` is called when leases may have changed. */
  constructor(given: { onLease: () => void }) {
    this.#onLease = given.onLease;
  }

  /** Takes a line of the log. */
  hear(line: string): void {
    for (const event of this.#log.push(line)) this.#take(event);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const event of this.#log.flush()) this.#take(event);
      this.#write();
    }, quiet);
    this.#timer.unref();
  }

  /** Learns whose address is whose from the leases of the store. */
  async learn(): Promise<void> {
    for (const [address, mac] of await leasedMacs()) {
      if (!this.#macs.has(address)) this.#macs.set(address, mac);
    }
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const event of this.#log.flush()) this.#take(event);
    await this.#busy;
    await this.#flush().catch(() => {});
  }

  #take(event: LogEvent): void {
    const made = event.kind === 'dhcp' ? this.#dhcp(event) : this.#tftp(event);
    if (!made) return;
    this.#queue.push({ at: new Date(), ...made });
    if (this.#queue.length > limit) this.#queue.shift();
  }

  #dhcp(event: DhcpEvent): NewEvent | null {
    if (isOurProbe(event)) return null;
    const { type, mac, address } = event;
    if (address && (type === 'offer' || type === 'ack')) this.#macs.set(address, mac);
    if (type === 'ack' || type === 'release' || type === 'decline') this.#onLease();
    if (type === 'discover') this.#remember(event.xid);
    // An ACK without a DISCOVER is a renewal, which a running host does all day; a REQUEST is told by its ACK.
    if (type === 'request' || type === 'inform' || type === 'release') return null;
    if (type === 'ack' && !this.#discovered.has(event.xid)) return null;
    if (type === 'discover' && event.note === 'ignored') return null;
    return {
      source: 'dhcp',
      type: `dhcp-${type}`,
      message: dhcpSentence(event),
      mac,
      data: {
        xid: event.xid,
        interface: event.interface,
        address,
        bootFile: event.bootFile,
        vendorClass: event.vendorClass,
        userClass: event.userClass,
        tags: event.tags,
        note: event.note,
      },
    };
  }

  #tftp(event: Extract<LogEvent, { kind: 'tftp' }>): NewEvent {
    const file = path.basename(event.path);
    const bytes = event.type === 'not-found' ? null : sizeOf(event.path);
    const sentences = {
      sent: `${file} ${bytes === null ? '' : inWords(bytes)}`.trim(),
      failed: `${file} was not fetched to its end`,
      'not-found': `${file} was asked for, and is not there`,
    };
    return {
      source: 'tftp',
      type: `tftp-${event.type}`,
      message: sentences[event.type],
      mac: this.#macs.get(event.address) ?? null,
      data: { file, bytes, address: event.address },
    };
  }

  #remember(xid: string): void {
    this.#discovered.add(xid);
    const [oldest] = this.#discovered;
    if (this.#discovered.size > remembered && oldest) this.#discovered.delete(oldest);
  }

  #write(): void {
    this.#busy ??= this.#work().finally(() => {
      this.#busy = undefined;
    });
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0) {
      try {
        await this.#flush();
      } catch {
        await sleep(1_000, undefined, { ref: false });
      }
    }
  }

  async #flush(): Promise<void> {
    const batch = this.#queue.slice(0, 500);
    if (batch.length === 0) return;
    const macs = [...new Set(batch.flatMap(({ mac }) => (mac ? [mac] : [])))];
    const owners = await ownersOf(macs);
    await recordEvents(
      batch.map((event) => ({ ...event, ...(event.mac ? owners.get(event.mac) : undefined) })),
    );
    this.#queue = this.#queue.filter((event) => !batch.includes(event));
  }
}

function sizeOf(file: string): number | null {
  try {
    return statSync(file).size;
  } catch {
    return null;
  }
}

function inWords(bytes: number): string {
  if (bytes < 10_000) return `${bytes} bytes`;
  return bytes < 10_000_000 ? `${Math.round(bytes / 1000)} KB` : `${Math.round(bytes / 1e6)} MB`;
}
