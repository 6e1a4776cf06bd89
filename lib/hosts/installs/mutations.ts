/** Writes of installs by people: to authorise one, and to cancel it. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db, type Transaction } from '@/lib/core/db';
import { AppError, notFound } from '@/lib/core/errors';
import { recordEvents } from '@/lib/core/events';
import { isUuid } from '@/lib/core/ids';
import { forgetRescue } from '../rescue/mutations';
import { demandHost, gateOf, type InstallRow, planOf, summaryOf } from './data';
import { atCancel } from './gate';
import { pinPlan } from './plan/data';
import {
  type AuthoriseInput,
  authoriseInput,
  defaultBoots,
  type InstallSummary,
  openStates,
} from './schema';

/**
 * Authorises one install of a host, with everything pinned as it is now.
 * Throws ERR_HOST_NOT_FOUND, ERR_INSTALL_OPEN, and what `pinPlan` throws.
 */
export async function authoriseInstall(given: {
  actor: Actor;
  hostId: string;
  input: AuthoriseInput;
}): Promise<InstallSummary> {
  const { actor, hostId, input } = given;
  const { row, host } = await db().$transaction(async (tx) => {
    const found = await lockHost({ tx, actor, hostId });
    await demandNoOpenInstall({ tx, hostId, name: found.name });
    // The next boot is the install's; a rescue boot after it would be a surprise.
    await forgetRescue({ tx, hostId });
    const plan = await pinPlan({ tx, hostId });
    const made = await tx.install.create({
      data: {
        hostId,
        teamId: actor.teamId,
        bootsAllowed: input.boots ?? defaultBoots[plan.method],
        expiresAt: new Date(Date.now() + input.minutes * 60_000),
        overwrite: input.overwrite,
        plan,
        createdBy: actor.name,
      },
    });
    return { row: made, host: found };
  });
  const summary = summaryOf(row);
  await recordEvents([
    {
      source: 'console',
      type: 'install-authorised',
      message: `${actor.name} authorised the installation of ${host.name} with the profile "${summary.profileName}"${input.overwrite ? ', overwriting what is on its disk' : ''}.`,
      hostId,
      installId: row.id,
      teamId: actor.teamId,
      data: { boots: row.bootsAllowed, minutes: input.minutes, overwrite: input.overwrite },
    },
  ]);
  await audit({
    actor,
    action: 'install.authorise',
    subject: host.name,
    detail: { installId: row.id, overwrite: input.overwrite, profile: summary.profileName },
  });
  return summary;
}

/** Cancels the host's open install. Throws ERR_HOST_NOT_FOUND, ERR_NO_OPEN_INSTALL. */
export async function cancelInstall(given: {
  actor: Actor;
  hostId: string;
}): Promise<InstallSummary> {
  const { actor, hostId } = given;
  const { row, host } = await db().$transaction(async (tx) => {
    const found = await lockHost({ tx, actor, hostId });
    const open = await openInstall({ tx, hostId });
    const transition = open && atCancel(gateOf(open), actor.name);
    if (!open || !transition) {
      throw new AppError({
        class: 'conflict',
        code: 'ERR_NO_OPEN_INSTALL',
        message: `${found.name} has no install that could be cancelled.`,
      });
    }
    const changed = await tx.install.update({
      where: { id: open.id },
      data: { state: transition.to, reason: transition.reason, endedAt: new Date() },
    });
    return { row: changed, host: found };
  });
  await recordEvents([
    {
      source: 'console',
      type: 'install-cancelled',
      message: row.reason ?? 'Cancelled.',
      hostId,
      installId: row.id,
      teamId: actor.teamId,
    },
  ]);
  await audit({
    actor,
    action: 'install.cancel',
    subject: host.name,
    detail: { installId: row.id },
  });
  return summaryOf(row);
}

/**
 * Authorises the host's last install once more, with its options, and with
 * what its profile says now. Throws as `authoriseInstall` does, and
 * ERR_NO_INSTALL where there was none.
 */
export async function retryInstall(given: {
  actor: Actor;
  hostId: string;
}): Promise<InstallSummary> {
  const { actor, hostId } = given;
  const host = await demandHost({ actor, hostId });
  const last = await db().install.findFirst({
    where: { hostId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  if (!last) {
    throw new AppError({
      class: 'conflict',
      code: 'ERR_NO_INSTALL',
      message: `${host.name} was never installed from here, so there is nothing to retry. Authorise an install instead.`,
    });
  }
  return authoriseInstall({ actor, hostId, input: optionsOf(last) });
}

/**
 * What a person chose for an install. A number of boots that was the default
 * stays the default: the profile may install in another way by now.
 */
function optionsOf(row: InstallRow): AuthoriseInput {
  const minutes = Math.round((row.expiresAt.getTime() - row.createdAt.getTime()) / 60_000);
  const chosen = row.bootsAllowed !== defaultBoots[planOf(row).method];
  return authoriseInput.parse({
    overwrite: row.overwrite,
    boots: chosen ? row.bootsAllowed : undefined,
    minutes: Math.max(1, minutes),
  });
}

/** The host's row, locked so that of two people who press at once one is told. */
async function lockHost(given: {
  tx: Transaction;
  actor: Actor;
  hostId: string;
}): Promise<{ name: string }> {
  const { tx, actor, hostId } = given;
  if (!isUuid(hostId)) throw notFound('This host', 'ERR_HOST_NOT_FOUND');
  const [row] = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM "Host"
    WHERE id = ${hostId}::uuid AND "teamId" = ${actor.teamId}::uuid FOR UPDATE`;
  if (!row) throw notFound('This host', 'ERR_HOST_NOT_FOUND');
  return row;
}

async function openInstall(given: { tx: Transaction; hostId: string }) {
  return given.tx.install.findFirst({
    where: { hostId: given.hostId, state: { in: [...openStates] } },
    orderBy: { createdAt: 'desc' },
  });
}

async function demandNoOpenInstall(given: {
  tx: Transaction;
  hostId: string;
  name: string;
}): Promise<void> {
  const open = await openInstall(given);
  if (!open) return;
  const how = open.state === 'authorised' ? 'is authorised already' : `is ${open.state} already`;
  throw new AppError({
    class: 'conflict',
    code: 'ERR_INSTALL_OPEN',
    message: `An install of ${given.name} ${how}. Cancel it before you authorise another.`,
    data: { installId: open.id },
  });
}
