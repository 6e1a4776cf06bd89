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

/**
 * Writes events, all in one statement: a mass boot brings thousands a second,
 * and they are not worth building a query for each. Throws when the store is away.
 */
export async function recordEvents(events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const now = new Date();
  const rows = events.map((event) => ({
    ...event,
    at: (event.at ?? now).toISOString(),
    message: event.message.replaceAll('\0', '').slice(0, messageLimit),
  }));
  await db().$executeRaw`
    INSERT INTO "Event" (at, source, type, message, mac, "hostId", "installId", "teamId", data)
    SELECT at, source, type, message, mac, "hostId", "installId", "teamId", data
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(
      at timestamp, source text, type text, message text, mac text,
      "hostId" uuid, "installId" uuid, "teamId" uuid, data jsonb)`;
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
