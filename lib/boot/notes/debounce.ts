/** Lets the first of many equal things through, and the next one only after a while. */

/** Keys that are remembered at most; then the oldest are forgotten. */
const keyLimit = 50_000;

export class Debounce {
  readonly #last = new Map<string, number>();
  readonly #milliseconds: number;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  /** True when nothing with this key has passed within the time; then it has passed now. */
  passes(key: string, now: number): boolean {
    const last = this.#last.get(key);
    if (last !== undefined && now - last < this.#milliseconds) return false;
    // Put again at the end, so that the first key is the one that passed longest ago.
    this.#last.delete(key);
    this.#last.set(key, now);
    if (this.#last.size > keyLimit) {
      const oldest = this.#last.keys().next().value;
      if (oldest !== undefined) this.#last.delete(oldest);
    }
    return true;
  }
}
