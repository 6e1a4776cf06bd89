/** dnsmasq's lease file, brought into the store. */
import { readFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { parseLeases } from '@/lib/network/leases';
import { replaceLeases } from '@/lib/network/observed/mutations';

/** Milliseconds between looks, and between a nudge and the look. */
const interval = 5_000;
const soon = 150;

export class LeaseWatch {
  #seen = '';
  #wake = () => {};

  constructor(readonly file: string) {}

  /** Leases may have changed. */
  nudge(): void {
    this.#wake();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#look();
      } catch (error) {
        logger('leases').debug({ reason: reasonOf(error) }, 'not read');
      }
      await this.#sleep(signal);
    }
  }

  async #look(): Promise<void> {
    const found = await stat(this.file).catch(() => null);
    const mark = found ? `${found.mtimeMs} ${found.size}` : 'none';
    if (mark === this.#seen) return;
    await replaceLeases(found ? parseLeases(await readFile(this.file, 'utf8')) : []);
    this.#seen = mark;
  }

  async #sleep(signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    this.#wake = () => waiting.abort();
    await sleep(interval, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(
      () => {},
    );
    if (waiting.signal.aborted) await sleep(soon);
  }
}
