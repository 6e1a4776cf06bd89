/**
 * What is observed of a service, on its way to the store. The daemons do
 * not wait for it: while Postgres is away the newest state and the newest
 * lines are kept, and written when it is back.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { addServiceLines, recordService } from '@/lib/network/observed/mutations';
import type { ObservedState } from '@/lib/network/schema';

export interface Observation {
  observed: ObservedState;
  reason: string | null;
  pid: number | null;
  config: string | null;
}

/** Lines kept while the store is away. */
const lineLimit = 5_000;
/** Milliseconds in which lines gather to be written at once. */
const gathering = 250;

export class ServiceRecord {
  #latest: Observation | undefined;
  #written: string | undefined;
  #lines: { at: Date; line: string }[] = [];
  #busy: Promise<void> | undefined;
  #closed = false;

  constructor(readonly service: string) {}

  observe(observation: Observation): void {
    this.#latest = observation;
    this.#flush(0);
  }

  line(line: string): void {
    this.#lines.push({ at: new Date(), line });
    if (this.#lines.length > lineLimit) this.#lines.splice(0, this.#lines.length - lineLimit);
    this.#flush(gathering);
  }

  /** Writes what is left, once. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#busy;
    await this.#write().catch(() => {});
  }

  #flush(wait: number): void {
    if (this.#busy || this.#closed) return;
    this.#busy = this.#work(wait).finally(() => {
      this.#busy = undefined;
      if (this.#pending()) this.#flush(gathering);
    });
  }

  async #work(wait: number): Promise<void> {
    if (wait > 0) await sleep(wait, undefined, { ref: false });
    while (this.#pending() && !this.#closed) {
      try {
        await this.#write();
      } catch {
        await sleep(1_000, undefined, { ref: false });
      }
    }
  }

  #pending(): boolean {
    return this.#lines.length > 0 || JSON.stringify(this.#latest) !== this.#written;
  }

  async #write(): Promise<void> {
    const observation = this.#latest;
    const text = JSON.stringify(observation);
    if (observation && text !== this.#written) {
      await recordService({ name: this.service, ...observation });
      this.#written = text;
    }
    const batch = this.#lines.slice(0, 1_000);
    await addServiceLines({ service: this.service, lines: batch });
    // Lines may have been dropped at the front meanwhile; only those written go.
    this.#lines = this.#lines.filter((one) => !batch.includes(one));
  }
}
