/**
 * What the lane writes down about boots, beside the answers: events, hosts
 * seen, strangers. Gathered and written together, so that ten thousand
 * machines at once cost some statements, and none of them waits.
 */
import { reasonOf } from '@/lib/core/errors';
import { type NewEvent, recordEvents } from '@/lib/core/events';
import { logger } from '@/lib/core/log';
import { shared } from '@/lib/core/shared';
import { recordSighting } from '@/lib/hosts/strangers/sightings/mutations';
import type { Decision } from '../decide';
import type { BootFacts } from '../facts';
import type { BootCount } from '../render';
import { Debounce } from './debounce';
import { decisionEvent, heldEvent } from './decision-event';
import { enrolmentUses } from './enrolment-uses';
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
  #strangers = new Map<string, { facts: BootFacts; enrolmentId: string | null }>();
  /** By host: what a machine told that its host does not have. */
  #news = new Map<string, BootFacts>();
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  /** The same decision for the same machine, again and again, is one line in the timeline. */
  readonly #sameDecision = new Debounce(30 * second);
  readonly #sameStranger = new Debounce(10 * 60 * second);
  /** A medium that was revoked may ask for days; one that guesses tokens, for ever. */
  readonly #sameRefusal = new Debounce(10 * 60 * second);
  readonly #sameHeld = new Debounce(10 * 60 * second);
  readonly #sighting = new Debounce(5 * second);
  readonly #touch = new Debounce(30 * second);

  /** Notes a decision that was given to a machine. */
  decided(given: { decision: Decision; facts: BootFacts; count?: BootCount }): void {
    const { decision } = given;
    const now = Date.now();
    if (decision.kind === 'refused') this.#noteRefused({ decision, facts: given.facts }, now);
    else this.#noteUse(given);
    if (decision.kind === 'unknown') this.#noteStranger(given, now);
    else if (decision.kind !== 'refused') {
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

  #noteUse(given: { decision: Decision; facts: BootFacts }): void {
    const { enrolment } = given.decision;
    const { macs, uuid, serial } = given.facts;
    if (enrolment) {
      enrolmentUses().add({ id: enrolment.id, machine: macs[0] ?? uuid ?? serial ?? '' });
    }
  }

  /** By the token where there is one, else by who asks: each is one line in ten minutes. */
  #noteRefused(
    given: { decision: Extract<Decision, { kind: 'refused' }>; facts: BootFacts },
    now: number,
  ): void {
    const { enrolment, why } = given.decision;
    const { macs, address } = given.facts;
    const who = enrolment ? `${enrolment.id} ${macs[0] ?? address}` : address;
    if (this.#sameRefusal.passes(`${why} ${who}`, now)) this.#addEvent(decisionEvent(given));
  }

  #noteStranger(given: { decision: Decision; facts: BootFacts }, now: number): void {
    const { facts, decision } = given;
    const [mac] = facts.macs;
    // Without a MAC there is nothing to know it by at its next boot.
    if (!mac) return;
    const room = this.#strangers.size < 1_000;
    const enrolmentId = decision.enrolment?.id ?? null;
    // With another token it may be another machine: nobody keeps the true one quiet.
    const who = `${mac} ${enrolmentId}`;
    if (room && this.#sighting.passes(who, now)) this.#strangers.set(who, { facts, enrolmentId });
    if (this.#sameStranger.passes(who, now)) this.#addEvent(decisionEvent(given));
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
      for (const { facts, enrolmentId } of strangers) {
        const seen = await recordSighting({ ...sightingOf(facts), enrolmentId });
        if (seen?.held && this.#sameHeld.passes(seen.mac, Date.now())) {
          events.push(heldEvent({ mac: seen.mac, byToken: enrolmentId !== null }));
        }
      }
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
