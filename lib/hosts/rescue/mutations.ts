/** Writes of rescue boots: to order one, to take the order back, and to use it up. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db, type Transaction } from '@/lib/core/db';
import { AppError, invalid } from '@/lib/core/errors';
import { recordEvents } from '@/lib/core/events';
import { isUuid } from '@/lib/core/ids';
import { includedSources } from '@/lib/scripts/template/data';
import { templateUse } from '@/lib/scripts/template/use';
import { Prisma } from '@/prisma/generated/client';
import { hostNotFound, readHost } from '../data';
import { openStates } from '../installs/schema';
import type { HostDetail } from '../schema';
import { type Rescue, type RescueInput, rescueTitle } from './schema';

/**
 * Orders one boot of a host into a sub script; a second order takes the place
 * of the first. Throws ERR_HOST_NOT_FOUND, ERR_INSTALL_OPEN,
 * ERR_SUBSCRIPT_NOT_FOUND.
 */
export async function orderRescue(given: {
  actor: Actor;
  hostId: string;
  input: RescueInput;
}): Promise<HostDetail> {
  const { actor, hostId, input } = given;
  const { name, rescue } = await db().$transaction(async (tx) => {
    const host = await lockHost({ tx, actor, hostId });
    await demandNoOpenInstall({ tx, hostId, name: host.name });
    const script = await rescueScript({ tx, actor, scriptId: input.scriptId });
    await demandNoSecrets({ tx, actor, script });
    const order: Rescue = {
      scriptId: script.id,
      revision: script.revision,
      title: script.title,
      until: new Date(Date.now() + input.minutes * 60_000).toISOString(),
      by: actor.name,
    };
    await tx.host.update({ where: { id: hostId }, data: { rescue: order } });
    return { name: host.name, rescue: order };
  });
  await recordEvents([
    {
      source: 'console',
      type: 'rescue-ordered',
      message: `${actor.name} ordered one boot of ${name} into the sub script "${rescue.title}".`,
      hostId,
      teamId: actor.teamId,
      data: { scriptId: rescue.scriptId, revision: rescue.revision, until: rescue.until },
    },
  ]);
  const detail = { id: hostId, script: rescue.title, until: rescue.until };
  await audit({ actor, action: 'host.rescue', subject: name, detail });
  return readHost({ actor, id: hostId });
}

/** Takes the order back. Throws ERR_HOST_NOT_FOUND, ERR_NO_RESCUE. */
export async function cancelRescue(given: { actor: Actor; hostId: string }): Promise<HostDetail> {
  const { actor, hostId } = given;
  const name = await db().$transaction(async (tx) => {
    const host = await lockHost({ tx, actor, hostId });
    if (host.rescue === null) {
      throw new AppError({
        class: 'conflict',
        code: 'ERR_NO_RESCUE',
        message: `No rescue boot is ordered for ${host.name}.`,
      });
    }
    await forgetRescue({ tx, hostId });
    return host.name;
  });
  await recordEvents([
    {
      source: 'console',
      type: 'rescue-cancelled',
      message: `${actor.name} took back the rescue boot of ${name}.`,
      hostId,
      teamId: actor.teamId,
    },
  ]);
  await audit({ actor, action: 'host.cancel-rescue', subject: name, detail: { id: hostId } });
  return readHost({ actor, id: hostId });
}

/** Takes away what was ordered, where anything was: whoever authorises an install wants that boot, and not both. */
export async function forgetRescue(given: { tx: Transaction; hostId: string }): Promise<void> {
  await given.tx.host.updateMany({
    where: { id: given.hostId, rescue: { not: Prisma.DbNull } },
    data: { rescue: Prisma.DbNull },
  });
}

/**
 * Uses up this very order, in one statement; false where it is void, was
 * taken away, or an install was authorised meanwhile. Throws when the store
 * is away: the caller then answers "local disk".
 */
export async function takeRescue(given: {
  hostId: string;
  rescue: Rescue;
  now?: number;
}): Promise<boolean> {
  const { hostId, rescue, now = Date.now() } = given;
  const used = await db().$executeRaw`
    UPDATE "Host" h SET rescue = NULL, "updatedAt" = now()
    WHERE h.id = ${hostId}::uuid AND h.rescue = ${JSON.stringify(rescue)}::jsonb
      AND (h.rescue ->> 'until')::timestamptz > ${new Date(now).toISOString()}::timestamptz
      AND NOT EXISTS (SELECT FROM "Install" i
        WHERE i."hostId" = h.id AND i.state::text = ANY(${[...openStates]}))`;
  return used > 0;
}

/** The host's row, locked, so that an install and a rescue boot are not ordered at once. */
async function lockHost(given: {
  tx: Transaction;
  actor: Actor;
  hostId: string;
}): Promise<{ name: string; rescue: unknown }> {
  const { tx, actor, hostId } = given;
  if (!isUuid(hostId)) throw hostNotFound();
  const [row] = await tx.$queryRaw<{ name: string; rescue: unknown }[]>`
    SELECT name, rescue FROM "Host"
    WHERE id = ${hostId}::uuid AND "teamId" = ${actor.teamId}::uuid FOR UPDATE`;
  if (!row) throw hostNotFound();
  return row;
}

async function demandNoOpenInstall(given: {
  tx: Transaction;
  hostId: string;
  name: string;
}): Promise<void> {
  const { tx, hostId, name } = given;
  const open = await tx.install.findFirst({
    where: { hostId, state: { in: [...openStates] } },
    select: { id: true, state: true },
  });
  if (!open) return;
  throw new AppError({
    class: 'conflict',
    code: 'ERR_INSTALL_OPEN',
    message: `An install of ${name} is ${open.state}, and its boots are the install's. Cancel it before you order a rescue boot.`,
    data: { installId: open.id },
  });
}

async function rescueScript(given: { tx: Transaction; actor: Actor; scriptId: string | null }) {
  const { tx, actor, scriptId } = given;
  const which = scriptId === null ? { title: rescueTitle } : { id: scriptId };
  const script = await tx.script.findFirst({
    where: { ...which, teamId: actor.teamId, kind: 'sub' },
    select: { id: true, title: true, revision: true },
  });
  if (script) return script;
  throw invalid(
    'scriptId',
    scriptId === null
      ? `The team has no sub script titled "${rescueTitle}". Take it from the library, or name another sub script.`
      : 'There is no such sub script.',
    'ERR_SUBSCRIPT_NOT_FOUND',
  );
}

/** Secrets are given to an installation only, by its token: a rescue boot has none. */
async function demandNoSecrets(given: {
  tx: Transaction;
  actor: Actor;
  script: { id: string; title: string; revision: number };
}): Promise<void> {
  const { tx, actor, script } = given;
  const { teamId } = actor;
  const { text, template } = await tx.scriptRevision.findUniqueOrThrow({
    where: { scriptId_number: { scriptId: script.id, number: script.revision } },
    select: { text: true, template: true },
  });
  if (!template) return;
  const source = { title: script.title, kind: 'sub', dialect: null, text, template } as const;
  const { sources } = await includedSources({ teamId, source });
  const { secrets } = templateUse({ source, include: (title) => sources.get(title) ?? null });
  if (secrets.length === 0) return;
  const names = secrets.map((name) => `secrets.${name}`).join(', ');
  throw invalid(
    'scriptId',
    `"${script.title}" uses ${names}, and secrets are given to installations only. Choose another sub script.`,
  );
}
