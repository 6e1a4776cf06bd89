/**
 * What the lane writes down about boots, beside the answers: events, hosts
 * seen, strangers. Gathered and written together, so that ten thousand
 * machines at once cost some statements, and none of them waits.
 */
import { reasonOf } from '@/lib/core/errors';
import { type NewEvent, recordEvents } from '@/lib/core/events';
import { logger } from '@/lib/core/log';
import { shared } from '@/lib/core/shared';
import { recordSighting } from '@/lib/hosts/strangers/mutations';
import type { Decision } from '../decide';
import type { BootFacts } from '../facts';
import type { BootCount } from '../render';
import { Debounce } from './debounce';
import { decisionEvent } from './decision-event';
import { learnHosts, touchHosts } from './mutations';
import { tellsNews } from './news';

/** Milliseconds for which notes are gathered. */
const gather = 250;
/** Notes that wait at once; beyond it the newest are dropped, and counted. */
const waitingLimit = 20_000;
const second = 1_000;

export class BootNotes {
  #events: NewEvent[] = [];
  #seen = new Set<string>();
  #strangers = new Map<string, BootFacts>();
  /** By host: what a machine told that its host does not have. */
  #news = new Map<string, BootFacts>();
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  /** The same decision for the same machine, again and again, is one line in the timeline. */
  readonly #sameDecision = new Debounce(30 * second);
  readonly #sameStranger = new Debounce(10 * 60 * second);
  readonly #sighting = new Debounce(5 * second);
  readonly #touch = new Debounce(30 * second);

  /** Notes a decision that was given to a machine. */
  decided(given: { decision: Decision; facts: BootFacts; count?: BootCount }): void {
    const { decision } = given;
    const now = Date.now();
    if (decision.kind === 'unknown') this.#noteStranger(given, now);
    else {
      const { id } = decision.host;
      if (this.#touch.passes(id, now)) {
        this.#seen.add(id);
        if (tellsNews(decision.host, given.facts)) this.#news.set(id, given.facts);
      }
      const installs = decision.kind !== 'local-disk';
      if (installs || this.#sameDecision.passes(id, now)) this.#addEvent(decisionEvent(given));
    }
    if (this.#hasWork()) this.#timer ??= setTimeout(() => void this.flush(), gather);
  }

  /** Notes any other event of the lane. */
  event(event: NewEvent): void {
    this.#addEvent(event);
    this.#timer ??= setTimeout(() => void this.flush(), gather);
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#writing;
    if (!this.#hasWork()) return;
    this.#writing = this.#write().finally(() => {
      this.#writing = undefined;
    });
    await this.#writing;
  }

  #noteStranger(given: { decision: Decision; facts: BootFacts }, now: number): void {
    const [mac] = given.facts.macs;
    // Without a MAC there is nothing to know it by at its next boot.
    if (!mac) return;
    const room = this.#strangers.size < 1_000;
    if (room && this.#sighting.passes(mac, now)) this.#strangers.set(mac, given.facts);
    if (this.#sameStranger.passes(mac, now)) this.#addEvent(decisionEvent(given));
  }

  #addEvent(event: NewEvent): void {
    if (this.#events.length < waitingLimit) this.#events.push(event);
    else this.#dropped += 1;
  }

  #hasWork(): boolean {
    return this.#events.length > 0 || this.#seen.size > 0 || this.#strangers.size > 0;
  }

  async #write(): Promise<void> {
    const events = this.#events;
    const seen = [...this.#seen];
    const strangers = [...this.#strangers.values()];
    const news = [...this.#news];
    this.#events = [];
    this.#seen = new Set();
    this.#strangers = new Map();
    this.#news = new Map();
    try {
      for (const facts of strangers) await recordSighting(sightingOf(facts));
      if (news.length > 0) await learnHosts(news.map(([id, facts]) => ({ id, facts })));
      if (seen.length > 0) await touchHosts(seen);
      for (let start = 0; start < events.length; start += 1_000) {
        await recordEvents(events.slice(start, start + 1_000));
      }
      if (this.#dropped > 0) {
        logger('lane').warn({ events: this.#dropped }, 'more happened than could be written down');
        this.#dropped = 0;
      }
    } catch (error) {
      logger('lane').warn(
        { reason: reasonOf(error), events: events.length, machines: strangers.length },
        'boots could not be written down',
      );
    }
  }
}

function sightingOf(facts: BootFacts) {
  const { macs, uuid, serial, arch, platform, vendor, product, address } = facts;
  const [mac = ''] = macs;
  return { mac, macs, uuid, serial, arch, platform, vendor, product, address };
}

/** The notes of this process. */
export function bootNotes(): BootNotes {
  return shared('boot-notes', () => new BootNotes());
}
