/**
 * The event log: what machines, services and people did, in order. It is the
 * timeline of a host and the feed of the overview.
 */
import type { Prisma } from '@/prisma/generated/client';
import { db } from './db';
import { logger } from './log';

export type EventSource =
  | 'dhcp'
  | 'tftp'
  | 'dns'
  | 'boot'
  | 'agent'
  | 'gate'
  | 'build'
  | 'service'
  | 'console';

export interface NewEvent {
  /** When it happened, where it is written later than that. */
  at?: Date;
  source: EventSource;
  /** A short name such as `boot-decided`; programs test it. */
  type: string;
  /** A sentence or its beginning, for people; never holds a secret. */
  message: string;
  mac?: string | null;
  hostId?: string | null;
  installId?: string | null;
  teamId?: string | null;
  data?: Prisma.InputJsonValue;
}

/** Longest message kept, in characters; longer text belongs into `data`. */
const messageLimit = 2_000;

function row(event: NewEvent): Prisma.EventCreateManyInput {
  return { ...event, message: event.message.replaceAll('\0', '').slice(0, messageLimit) };
}

/** Writes events. Throws when the store is away. */
export async function recordEvents(events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await db().event.createMany({ data: events.map(row) });
}

/**
 * Writes an event where its loss must not stop the work: on the machine
 * lane a boot matters more than its record. A failure is logged.
 */
export function noteEvent(event: NewEvent): void {
  recordEvents([event]).catch((error) =>
    logger('events').warn({ event: event.type, reason: String(error) }, 'an event was not kept'),
  );
}

/** Removes all but the newest `keep` events; gives how many went. */
export async function pruneEvents(keep: number): Promise<number> {
  const edge = await db().event.findFirst({
    orderBy: { id: 'desc' },
    skip: keep,
    select: { id: true },
  });
  if (!edge) return 0;
  const gone = await db().event.deleteMany({ where: { id: { lte: edge.id } } });
  return gone.count;
}
