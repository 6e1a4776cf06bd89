/**
 * Counts boots. An authorised boot is written down before the machine gets
 * its answer: if the answer is lost the machine asks again, and if the store
 * is away it boots its local disk. Never a second wipe.
 */
import { db } from '@/lib/core/db';
import { type NewEvent, noteEvent } from '@/lib/core/events';
import { gateOf, type InstallRow } from '../data';
import { atBoot, type Transition } from '../gate';

export type CountedBoot =
  | { answer: 'install'; boot: number; of: number }
  | { answer: 'local-disk'; reason: string };

/**
 * Uses up one boot of an install, in one statement. Where the gate says no,
 * it says why, and what that does to the install is written. Throws when the
 * store is away: the caller then answers "local disk".
 */
export async function countBoot(given: { installId: string; now?: number }): Promise<CountedBoot> {
  const now = given.now ?? Date.now();
  const moment = new Date(now).toISOString();
  const [row] = await db().$queryRaw<{ bootsUsed: number; bootsAllowed: number }[]>`
    UPDATE "Install" SET
      "bootsUsed" = "bootsUsed" + 1, state = 'booting', reason = NULL, step = 'Booting', progress = NULL,
      "eventSeq" = 0, "startedAt" = coalesce("startedAt", ${moment}::timestamp),
      "heardAt" = ${moment}::timestamp, "updatedAt" = ${moment}::timestamp
    WHERE id = ${given.installId}::uuid AND state IN ('authorised', 'booting')
      AND "bootsUsed" < "bootsAllowed" AND "expiresAt" > ${moment}::timestamp
    RETURNING "bootsUsed", "bootsAllowed"`;
  if (row) return { answer: 'install', boot: row.bootsUsed, of: row.bootsAllowed };
  return { answer: 'local-disk', reason: await refuseBoot({ installId: given.installId, now }) };
}

/**
 * Takes back a boot that was counted too late: the machine has been sent to
 * its local disk meanwhile. Does nothing when another boot was counted since,
 * or the machine has been heard of.
 */
export async function giveBootBack(given: { installId: string; boot: number }): Promise<void> {
  const { installId, boot } = given;
  await db().$executeRaw`
    UPDATE "Install" SET
      "bootsUsed" = "bootsUsed" - 1,
      state = CASE WHEN "bootsUsed" = 1 THEN 'authorised'::"InstallState" ELSE state END,
      step = NULL, "updatedAt" = (now() AT TIME ZONE 'UTC')
    WHERE id = ${installId}::uuid AND state = 'booting' AND "bootsUsed" = ${boot} AND "eventSeq" = 0`;
}

/**
 * Writes what a boot that may not install does to its install (expired, or
 * failed because the machine restarted in the middle); gives the reason.
 */
export async function refuseBoot(given: { installId: string; now?: number }): Promise<string> {
  const row = await db().install.findUnique({ where: { id: given.installId } });
  if (!row) return 'The install is gone.';
  const answer = atBoot({ install: gateOf(row), now: given.now ?? Date.now() });
  if (answer.answer === 'install') return 'The authorisation changed in this moment.';
  if (answer.transition) await moveFrom({ row, transition: answer.transition });
  return answer.reason;
}

/**
 * Moves an install to another state, unless it has left the one it was seen
 * in: two writers never overwrite each other. True when it was moved.
 */
export async function moveFrom(given: {
  row: InstallRow;
  transition: Transition;
}): Promise<boolean> {
  const { row, transition } = given;
  const moved = await db().install.updateMany({
    where: { id: row.id, state: row.state },
    data: { state: transition.to, reason: transition.reason, endedAt: new Date() },
  });
  if (moved.count === 0) return false;
  noteEvent(movedEvent({ row, transition }));
  return true;
}

/** The event that tells of a change of state by itself. */
function movedEvent(given: { row: InstallRow; transition: Transition }): NewEvent {
  const { row, transition } = given;
  return {
    source: 'gate',
    type: `install-${transition.to}`,
    message: transition.reason ?? `The install is ${transition.to}.`,
    hostId: row.hostId,
    installId: row.id,
    teamId: row.teamId,
  };
}
