/**
 * Counts the boots that came in by each enrolment token, and writes the sums
 * at most every few seconds: ten thousand machines with one token are one row
 * that is written now and then, not a lock that they queue for.
 */
import { addUses } from '@/lib/auth/enrolments/mutations';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { shared } from '@/lib/core/shared';
import { Debounce } from './debounce';

const second = 1_000;
const writeEvery = 5 * second;

export class EnrolmentUses {
  #counts = new Map<string, { uses: number; at: Date }>();
  #timer: NodeJS.Timeout | undefined;
  /** A machine that waits to be accepted asks every 12 s for as long as 12 min: that is one boot. */
  readonly #sameBoot = new Debounce(15 * 60 * second);
  readonly #touch = new Debounce(60 * second);

  /** `machine`: whatever it is known by. */
  add(given: { id: string; machine: string }): void {
    const { id, machine } = given;
    const now = Date.now();
    const isNew = this.#sameBoot.passes(`${id} ${machine}`, now);
    // Both are asked: a new boot is a touch, too.
    if (!this.#touch.passes(id, now) && !isNew) return;
    const { uses } = this.#counts.get(id) ?? { uses: 0 };
    this.#counts.set(id, { uses: uses + (isNew ? 1 : 0), at: new Date(now) });
    this.#timer ??= setTimeout(() => void this.flush(), writeEvery);
    this.#timer.unref();
  }

  /** Writes what was counted. What cannot be written is lost: it is shown, and decides nothing. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counts = this.#counts;
    this.#counts = new Map();
    try {
      await addUses(counts);
    } catch (error) {
      logger('lane').warn(
        { reason: reasonOf(error) },
        'uses of enrolment tokens could not be written down',
      );
    }
  }
}

/** The counter of this process. */
export function enrolmentUses(): EnrolmentUses {
  return shared('enrolment-uses', () => new EnrolmentUses());
}
