/** What DELETE of a build means, whatever it made. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { isInFlight } from '../data';
import { deleteMedium } from '../media/mutations';
import { isMediaKind } from '../media/schema';
import { cancelBuild, ownBuild } from '../mutations';
import { buildStatesInFlight } from '../schema';

/**
 * Cancels what is in flight, removes what has ended; a boot medium by its own
 * rules, so that no link is left without anything to give, and its files go.
 * Throws ERR_BUILD_NOT_FOUND, ERR_MEDIUM_LINKED.
 */
export async function endOrDeleteBuild(given: {
  actor: Actor;
  id: string;
}): Promise<{ id: string; cancelled: boolean }> {
  const { id } = given;
  const { state, kind } = await ownBuild(given);
  const cancelled = isInFlight(state);
  if (cancelled) await cancelBuild(given);
  else if (isMediaKind(kind)) await deleteMedium(given);
  else await deleteBuild(given);
  return { id, cancelled };
}

/** Removes a build that has ended, with its log. Its artifact stays for others. */
async function deleteBuild(given: { actor: Actor; id: string }): Promise<void> {
  const { actor, id } = given;
  const { title } = await ownBuild(given);
  const gone = await db().build.deleteMany({
    where: { id, state: { notIn: buildStatesInFlight } },
  });
  if (gone.count === 0) {
    throw new AppError({
      class: 'conflict',
      code: 'ERR_BUILD_IN_FLIGHT',
      message: 'The build is at work. Cancel it first.',
    });
  }
  await audit({ actor, action: 'build.delete', subject: title, detail: { id } });
}
