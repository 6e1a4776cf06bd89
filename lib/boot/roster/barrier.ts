/**
 * Reads its own writes: after a person has changed something, the machine
 * that asks next must get the new answer, however fast it asks.
 */
import { pool } from '@/lib/core/db';

/** How long a barrier is waited for, in milliseconds: a slow store must not hold boots up. */
const limit = 250;

export class Barriers {
  readonly #waiting = new Map<string, () => void>();
  #next: Promise<void> | undefined;
  #count = 0;

  /**
   * Resolves when all that was committed before this call has been told: it
   * sends a notification of its own, which comes after all earlier ones. One
   * that has not left yet serves everybody who asks until then.
   */
  pass(): Promise<void> {
    this.#next ??= this.#send();
    return this.#next;
  }

  /** The mark `id` has come back. */
  heard(id: string): void {
    this.#waiting.get(id)?.();
  }

  async #send(): Promise<void> {
    await Promise.resolve();
    this.#next = undefined;
    this.#count += 1;
    const id = `${process.pid}.${this.#count}`;
    const heard = new Promise<void>((resolve) => this.#waiting.set(id, resolve));
    const payload = JSON.stringify({ mark: id });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limit);
    });
    const passed = pool()
      .query('SELECT pg_notify($1, $2)', ['provisioner', payload])
      .then(() => heard)
      .catch(() => {});
    await Promise.race([passed, late]);
    clearTimeout(timer);
    this.#waiting.delete(id);
  }
}
