/** Counts the bytes that each install was sent, and writes the sums at most once a second. */
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { shared } from '@/lib/core/shared';
import { addBytesServed } from '@/lib/hosts/installs/upkeep/mutations';

const writeEvery = 1_000;

export class ServedBytes {
  #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  add(given: { installId: string; bytes: number }): void {
    const { installId, bytes } = given;
    if (bytes <= 0) return;
    this.#counts.set(installId, (this.#counts.get(installId) ?? 0) + bytes);
    this.#timer ??= setTimeout(() => void this.flush(), writeEvery);
  }

  /** Writes what was counted. What cannot be written is lost: it is shown, and decides nothing. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counts = this.#counts;
    this.#counts = new Map();
    try {
      await addBytesServed(counts);
    } catch (error) {
      logger('lane').warn({ reason: reasonOf(error) }, 'sent bytes could not be counted');
    }
  }
}

/** The counter of this process. */
export function servedBytes(): ServedBytes {
  return shared('served-bytes', () => new ServedBytes());
}
