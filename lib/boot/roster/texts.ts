/** Texts of script revisions in memory, as bytes, up to a bound; the oldest goes first. */
import type { TextEntry } from './entries';

export interface HeldText extends Pick<TextEntry, 'sha256' | 'template' | 'dialect'> {
  bytes: Buffer;
}

/** All texts together, in bytes; what does not fit is read from the store when it is asked for. */
const defaultLimit = 256 * 1024 * 1024;

export class Texts {
  readonly #held = new Map<string, HeldText>();
  readonly #limit: number;
  #bytes = 0;

  constructor(limit = defaultLimit) {
    this.#limit = limit;
  }

  get(scriptId: string, revision: number): HeldText | undefined {
    return this.#held.get(`${scriptId}/${revision}`);
  }

  has(scriptId: string, revision: number): boolean {
    return this.#held.has(`${scriptId}/${revision}`);
  }

  put(entry: TextEntry): HeldText {
    const key = `${entry.scriptId}/${entry.revision}`;
    this.#remove(key);
    const { sha256, template, dialect } = entry;
    const held = { bytes: Buffer.from(entry.text, 'utf8'), sha256, template, dialect };
    this.#held.set(key, held);
    this.#bytes += held.bytes.length;
    // The first in a Map is the one that was put longest ago.
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= this.#limit || oldest === key) break;
      this.#remove(oldest);
    }
    return held;
  }

  removeScript(scriptId: string): void {
    for (const key of [...this.#held.keys()]) {
      if (key.startsWith(`${scriptId}/`)) this.#remove(key);
    }
  }

  clear(): void {
    this.#held.clear();
    this.#bytes = 0;
  }

  *entries(): Generator<TextEntry> {
    for (const [key, { bytes, ...facts }] of [...this.#held]) {
      const [scriptId = '', revision] = key.split('/');
      yield { scriptId, revision: Number(revision), text: bytes.toString('utf8'), ...facts };
    }
  }

  #remove(key: string): void {
    const held = this.#held.get(key);
    if (!held) return;
    this.#held.delete(key);
    this.#bytes -= held.bytes.length;
  }
}
