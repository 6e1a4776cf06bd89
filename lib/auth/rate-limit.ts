/** Counts attempts in a window of time, in memory that cannot grow without end. */

interface Window {
  count: number;
  /** Milliseconds of the clock when it ends. */
  ends: number;
}

/** At most `limit` attempts a key in `span` milliseconds; remembers at most `keys` keys. */
export class RateLimit {
  readonly #windows = new Map<string, Window>();
  readonly #limit: number;
  readonly #span: number;
  readonly #keys: number;

  constructor(given: { limit: number; span: number; keys?: number }) {
    this.#limit = given.limit;
    this.#span = given.span;
    this.#keys = given.keys ?? 10_000;
  }

  /** Counts one attempt. Gives 0 when it is allowed, else milliseconds to wait. */
  take(key: string, now = Date.now()): number {
    const found = this.#windows.get(key);
    if (found && found.ends > now) {
      found.count += 1;
      return found.count > this.#limit ? found.ends - now : 0;
    }
    this.#windows.delete(key);
    if (this.#windows.size >= this.#keys) this.#makeRoom(now);
    this.#windows.set(key, { count: 1, ends: now + this.#span });
    return 0;
  }

  /** Forgets a key: its attempts turned out to be honest. */
  forget(key: string): void {
    this.#windows.delete(key);
  }

  /** A Map keeps the order of insertion, and all spans are alike: the first ends first. */
  #makeRoom(now: number): void {
    for (const [key, window] of this.#windows) {
      if (window.ends > now && this.#windows.size < this.#keys) return;
      this.#windows.delete(key);
    }
  }
}
