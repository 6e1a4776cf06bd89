/** What happens to installs beside their reports: bytes counted, time passing, SSH answering. */
import { db } from '@/lib/core/db';
import { recordEvents } from '@/lib/core/events';
import { isUuid } from '@/lib/core/ids';
import { moveFrom } from '../boots/mutations';
import { gateOf } from '../data';
import { atSweep } from '../gate';
import { openStates } from '../schema';

/** Ends the installs whose time is over; gives how many. For the worker's prune task. */
export async function expireInstalls(given: { now?: number } = {}): Promise<number> {
  const now = given.now ?? Date.now();
  const rows = await db().install.findMany({ where: { state: { in: [...openStates] } } });
  let ended = 0;
  for (const row of rows) {
    const transition = atSweep({ install: gateOf(row), now });
    if (transition && (await moveFrom({ row, transition }))) ended += 1;
  }
  return ended;
}

/** Adds bytes that were sent to machines, by install. */
export async function addBytesServed(counts: ReadonlyMap<string, number>): Promise<void> {
  for (const [id, bytes] of counts) {
    await db().install.updateMany({
      where: { id },
      data: { bytesServed: { increment: BigInt(bytes) }, heardAt: new Date() },
    });
  }
}

/**
 * The new system's SSH port was asked: it answered with these host keys
 * (`SHA256:… ssh-ed25519`), or it did not for the reason given.
 */
export async function recordSshAnswer(given: {
  installId: string;
  address: string;
  answer: { ok: true; hostKeys: string[] } | { ok: false; reason: string };
}): Promise<void> {
  const { installId, address, answer } = given;
  if (!isUuid(installId)) return;
  const row = await db().install.findUnique({
    where: { id: installId },
    select: { hostId: true, teamId: true },
  });
  if (!row) return;
  if (answer.ok) {
    await db().install.update({
      where: { id: installId },
      data: { sshAt: new Date(), step: 'SSH answers', progress: null },
    });
  }
  const key = answer.ok && answer.hostKeys[0] ? `, key ${answer.hostKeys[0]}` : '';
  await recordEvents([
    {
      source: 'agent',
      type: answer.ok ? 'ssh-answers' : 'ssh-silent',
      message: answer.ok
        ? `SSH answers at ${address}${key}.`
        : `SSH does not answer at ${address}: ${answer.reason}`,
      hostId: row.hostId,
      installId,
      teamId: row.teamId,
      data: answer.ok ? { address, hostKeys: answer.hostKeys } : { address },
    },
  ]);
}
