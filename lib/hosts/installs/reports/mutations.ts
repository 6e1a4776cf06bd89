/** What agents and installers report: checked by the gate, written to the install, the host and the timeline. */
import { db, type Transaction } from '@/lib/core/db';
import { isAppError } from '@/lib/core/errors';
import { type NewEvent, recordEvents } from '@/lib/core/events';
import { enqueue } from '@/lib/jobs/enqueue';
import { openSecrets } from '@/lib/scripts/secrets/data';
import type { Prisma } from '@/prisma/generated/client';
import { usableSerial, usableUuid } from '../../identity';
import { registerFromInstall } from '../../local-nodes/mutations';
import { gateOf, type InstallRow, planOf } from '../data';
import { atEvent, type EventAnswer } from '../gate-reports';
import { servedSecrets } from '../schema';
import { hasFreeText, withoutSecrets } from './hidden';
import type { AgentEvent, Inventory } from './schema';
import { stepOf, timelineLine } from './sentences';

export type ReportAnswer = { ok: true } | { ok: false; reason: string };

type ImageProgress = Extract<AgentEvent, { type: 'image-progress' }>;

/**
 * Takes one report of an install. A repeated one (same `seq` in the same
 * boot) is answered as before and changes nothing. Null: the install is gone.
 * Throws when the store is away; the machine then reports again.
 */
export async function takeReport(given: {
  installId: string;
  event: AgentEvent;
}): Promise<ReportAnswer | null> {
  const { installId } = given;
  if (given.event.type === 'image-progress') {
    if (await moveProgress({ installId, event: given.event })) return { ok: true };
  }
  const event = await told(given);
  const done = await db().$transaction((tx) => applyReport({ tx, installId, event }));
  if (!done) return null;
  const { answer, row } = done;
  await recordEvents(eventsOf({ row, event, answer }));
  if (answer.ok && event.type === 'first-boot' && event.addresses[0] && !row.sshAt) {
    await enqueue(
      'probe-host',
      { installId, address: event.addresses[0] },
      { singletonKey: installId },
    );
  }
  if (answer.ok && event.type === 'first-boot') {
    const { addresses, sshHostKeys } = event;
    await registerFromInstall({ installId, report: { addresses, sshHostKeys }, from: null });
  }
  return answer.ok ? { ok: true } : { ok: false, reason: answer.reason };
}

/** The report as it may be kept: a machine that was given secrets may send them back in a log. */
async function told(given: { installId: string; event: AgentEvent }): Promise<AgentEvent> {
  const { installId, event } = given;
  if (!hasFreeText(event)) return event;
  const row = await db().install.findUnique({
    where: { id: installId },
    select: { teamId: true, plan: true },
  });
  if (!row) return event;
  const { subScript, kickstart, preScripts, postScripts } = planOf(row);
  const pinned = [subScript, kickstart, ...preScripts, ...postScripts];
  const names = [...new Set(pinned.flatMap((script) => script?.secrets ?? []))];
  if (names.length === 0) return event;
  return withoutSecrets({ event, values: await valuesOf({ teamId: row.teamId, names }) });
}

/** Null where they cannot be opened: the machine cannot help that, and its report is taken all the same. */
async function valuesOf(given: { teamId: string; names: string[] }): Promise<string[] | null> {
  try {
    return Object.values(await openSecrets(given));
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

/** The one report that comes every second: one statement, no transaction. False when it did not apply. */
async function moveProgress(given: { installId: string; event: ImageProgress }): Promise<boolean> {
  const { installId, event } = given;
  const moved = await db().install.updateMany({
    where: {
      id: installId,
      state: 'installing',
      ...(event.seq > 0 ? { eventSeq: { lt: event.seq } } : {}),
    },
    data: {
      ...stepOf(event),
      heardAt: new Date(),
      ...(event.seq > 0 ? { eventSeq: event.seq } : {}),
    },
  });
  return moved.count > 0;
}

async function applyReport(given: {
  tx: Transaction;
  installId: string;
  event: AgentEvent;
}): Promise<{ row: InstallRow; answer: EventAnswer } | null> {
  const { tx, installId, event } = given;
  // Locked: a claim and a cancellation in the same moment come one after the other.
  await tx.$queryRaw`SELECT id FROM "Install" WHERE id = ${installId}::uuid FOR UPDATE`;
  const row = await tx.install.findUnique({ where: { id: installId } });
  if (!row) return null;
  const plan = planOf(row);
  const answer = atEvent({
    install: gateOf(row),
    event,
    imageBytes: plan.image?.rawSize ?? null,
    diskRule: plan.disk,
  });
  if (answer.ok && !answer.repeated) {
    await tx.install.update({ where: { id: installId }, data: changeOf({ event, answer, row }) });
    if (event.type === 'inventory') await keepInventory({ tx, row, inventory: event.inventory });
    await tx.host.update({ where: { id: row.hostId }, data: { lastSeenAt: new Date() } });
  }
  return { row, answer };
}

/** The columns that a report changes. */
function changeOf(given: {
  event: AgentEvent;
  answer: Extract<EventAnswer, { ok: true }>;
  row: InstallRow;
}): Prisma.InstallUpdateInput {
  const { event, answer, row } = given;
  const now = new Date();
  const ended = answer.transition?.to === 'installed' || answer.transition?.to === 'failed';
  return {
    heardAt: now,
    // The new system's unit counts from the beginning again.
    ...(event.seq > row.eventSeq && event.type !== 'first-boot' ? { eventSeq: event.seq } : {}),
    ...stepOf(event),
    ...(answer.transition && { state: answer.transition.to, reason: answer.transition.reason }),
    ...(ended && { endedAt: now }),
    ...(event.type === 'claim' && { disk: event.disk }),
    ...(event.type === 'first-boot' && !row.firstBootAt && { firstBootAt: now }),
    ...reportedSecrets(row),
  };
}

/** Who reports has read what he got: what carried a secret is not given again in this boot. */
function reportedSecrets(row: InstallRow): { secretsServed?: Prisma.InputJsonObject } {
  const served = Object.entries(servedSecrets.parse(row.secretsServed));
  if (served.every(([, one]) => one.reported)) return {};
  return {
    secretsServed: Object.fromEntries(
      served.map(([what, one]) => [what, { ...one, reported: true }]),
    ),
  };
}

async function keepInventory(given: {
  tx: Transaction;
  row: InstallRow;
  inventory: Inventory;
}): Promise<void> {
  const { tx, row, inventory } = given;
  const host = await tx.host.findUniqueOrThrow({
    where: { id: row.hostId },
    select: { uuid: true, serial: true, arch: true },
  });
  await tx.host.update({
    where: { id: row.hostId },
    data: {
      inventory: inventory as Prisma.InputJsonObject,
      // What a machine is matched by is only filled in, never changed by a report.
      uuid: host.uuid ?? usableUuid(inventory.uuid),
      serial: host.serial ?? (usableSerial(inventory.serial) && inventory.serial),
      arch: host.arch ?? inventory.arch,
      firmware: inventory.firmware ?? undefined,
      vendor: inventory.vendor ?? undefined,
      product: inventory.product ?? undefined,
    },
  });
}

function eventsOf(given: { row: InstallRow; event: AgentEvent; answer: EventAnswer }): NewEvent[] {
  const { row, event, answer } = given;
  const where = { hostId: row.hostId, installId: row.id, teamId: row.teamId };
  if (!answer.ok) {
    if (event.type === 'image-progress') return [];
    const message = `Refused "${event.type}": ${answer.reason}`;
    return [
      { source: 'gate', type: 'report-refused', message, ...where, data: { report: event.type } },
    ];
  }
  const line = timelineLine(event);
  if (answer.repeated || line === null) return [];
  const message = answer.late ? `${line} (It came late: the install was ${row.state}.)` : line;
  return [{ source: 'agent', type: event.type, message, ...where, data: dataOf(event) }];
}

/** What the timeline shows behind the line. The inventory is on the host. */
function dataOf(event: AgentEvent): Prisma.InputJsonValue | undefined {
  const { type, seq, ...rest } = event;
  if (type === 'inventory') return undefined;
  return rest as Prisma.InputJsonObject;
}
