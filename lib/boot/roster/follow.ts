/**
 * Keeps the roster true to the store: all of it when the connection is there
 * (again), then what NOTIFY names, a few milliseconds after it was written.
 */
import { type Change, changes } from '@/lib/core/changes';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { shared } from '@/lib/core/shared';
import { Barriers } from './barrier';
import { Dirty } from './dirty';
import { readRosterFile, saveRoster } from './file';
import { readInto } from './read';
import { type Roster, roster } from './roster';

/** Changes that come within so many milliseconds are read together. */
const gather = 4;
/** The same while changes come without a pause: a thousand installs report every second. */
const gatherMore = 25;
/** Milliseconds between two copies on disk. */
const saveEvery = 5_000;
/** Milliseconds after which a failed reading is tried again. */
const retryAfter = 1_000;

export class RosterFollower {
  readonly #roster: Roster;
  readonly #dirty = new Dirty();
  readonly #barriers = new Barriers();
  readonly #usable = Promise.withResolvers<void>();
  #begun = false;
  #stopped = false;
  #reading: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #readAt = 0;
  #saveTimer: NodeJS.Timeout | undefined;
  #savedVersion = -1;
  #saving = false;
  /** The copy on disk lets somebody in who was kept out since. */
  #saveAtOnce = false;

  constructor(given: Roster) {
    this.#roster = given;
  }

  /** Starts following, once; resolves when the roster can answer, from the store or from the disk. */
  start(): Promise<void> {
    if (!this.#begun) this.#begin();
    return this.#usable.promise;
  }

  #begin(): void {
    this.#begun = true;
    const bus = changes();
    bus.on('change', this.#onChange);
    bus.on('mark', this.#onMark);
    bus.on('ready', this.#onReady);
    bus.on('lost', this.#onLost);
    bus.listen();
    if (bus.connected) this.#onReady();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const bus = changes();
    bus.off('change', this.#onChange).off('mark', this.#onMark);
    bus.off('ready', this.#onReady).off('lost', this.#onLost);
    clearTimeout(this.#timer);
    clearTimeout(this.#saveTimer);
    await this.#reading;
    if (this.#roster.state === 'live') await this.#save();
  }

  /** Resolves when everything that was committed before this call is in the roster, or soon after 250 ms. */
  async barrier(): Promise<void> {
    if (this.#roster.state !== 'live' || !changes().connected) return;
    await this.#barriers.pass();
    await this.#flush();
  }

  #onReady = (): void => {
    this.#dirty.addAll();
    void this.#flush();
  };

  #onLost = (): void => {
    if (this.#roster.state === 'empty') void this.#readCopy();
  };

  #onChange = (change: Change): void => {
    if (!this.#dirty.add(change)) return;
    const busy = performance.now() - this.#readAt < 2 * gatherMore;
    this.#timer ??= setTimeout(() => void this.#flush(), busy ? gatherMore : gather);
  };

  #onMark = (id: string): void => this.#barriers.heard(id);

  async #readCopy(): Promise<void> {
    const copy = await readRosterFile();
    if (!copy || this.#roster.state !== 'empty') return;
    this.#roster.replace(copy);
    this.#roster.state = 'disk';
    const hosts = copy.hosts.length;
    logger('roster').warn(
      { hosts },
      'the database is away: answering from the last known good copy',
    );
    this.#usable.resolve();
  }

  /** Reads what is dirty; one reading at a time. */
  async #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#reading) await this.#reading;
    if (this.#stopped || !this.#dirty.any) return;
    this.#reading = this.#read().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #read(): Promise<void> {
    const taken = this.#dirty.take();
    this.#readAt = performance.now();
    const { enrolmentVersion } = this.#roster;
    try {
      await readInto(this.#roster, taken);
      this.#usable.resolve();
      if (this.#roster.enrolmentVersion !== enrolmentVersion) this.#saveAtOnce = true;
      this.#saveSoon();
    } catch (error) {
      // Whatever it was, reading everything again mends it.
      this.#dirty.addAll();
      logger('roster').warn({ reason: reasonOf(error) }, 'could not read the roster; trying again');
      if (!this.#stopped) this.#timer ??= setTimeout(() => void this.#flush(), retryAfter);
    }
  }

  #saveSoon(): void {
    if (this.#stopped || this.#saving || (this.#saveTimer && !this.#saveAtOnce)) return;
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => void this.#save(), this.#saveAtOnce ? 0 : saveEvery);
    this.#saveTimer.unref();
  }

  async #save(): Promise<void> {
    const { version } = this.#roster;
    this.#saving = true;
    this.#saveAtOnce = false;
    try {
      if (version !== this.#savedVersion) await saveRoster(this.#roster);
      this.#savedVersion = version;
    } catch (error) {
      logger('roster').warn({ reason: reasonOf(error) }, 'could not keep a copy of the roster');
    }
    this.#saving = false;
    this.#saveTimer = undefined;
    if (this.#roster.version !== this.#savedVersion) this.#saveSoon();
  }
}

/** The follower of this process; `start` it before the roster is asked. */
export function rosterFollower(): RosterFollower {
  return shared('roster-follower', () => new RosterFollower(roster()));
}
