/** Writes of builds by people and by the product itself. */
import { type Actor, demand } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { cancelJobs } from '@/lib/jobs/cancel';
import { enqueue } from '@/lib/jobs/enqueue';
import type { BuildKind } from './builder';
import { readBuild } from './data';
import { specHash } from './fingerprint';
import { isMediaKind } from './media/schema';
import { completedSpec, freshBuild } from './requests/data';
import { saltOf } from './requests/salt';
import { type BuildDetail, buildStatesInFlight, installationKinds } from './schema';
import { flagsOf, specSchemas, titleOf } from './specs';

/** One request at a time looks whether the same is in flight; the class of advisory lock. */
const requestLock = 8_021;

/** How a build is asked for, besides what is asked for. */
interface Asking {
  actor: Actor;
  kind: BuildKind;
  spec: unknown;
  /** Look again whether something newer is to be had, though the same is done. */
  fresh?: boolean;
  /** Where the spec's fields are in what the caller wrote: under `spec`, or at the top. */
  fieldsAt?: 'spec' | 'top';
}

/**
 * Asks for a build. An equal request of the same team that is in flight is
 * joined: both get the same build. A boot medium that is done, and would be
 * the same again, is answered with its build. Throws ERR_INVALID_INPUT naming
 * the fields of the spec, ERR_FORBIDDEN for the installation's kinds.
 */
export async function requestBuild(given: Asking): Promise<BuildDetail & { joined: boolean }> {
  const { actor, kind } = given;
  const forInstallation = installationKinds.includes(kind);
  if (forInstallation) demand(actor, 'installation:operate');
  const prefix = given.fieldsAt === 'top' ? '' : 'spec.';
  const parsed = parsedSpec({ ...given, prefix });
  const spec = await completedSpec({ actor, kind, spec: parsed, prefix });
  const hash = specHash({ kind, spec, salt: saltOf({ kind, spec }) });
  if (isMediaKind(kind) && !given.fresh) {
    const ready = await freshBuild({ teamId: actor.teamId, kind, spec, specHash: hash });
    if (ready) return { ...(await readBuild({ actor, id: ready })), joined: true };
  }
  const teamId = forInstallation ? null : actor.teamId;
  const { id, joined } = await joinOrCreate({ actor, teamId, kind, spec, specHash: hash });
  // One key a build: asking again while a job waits or runs asks for nothing.
  await enqueue('build', { buildId: id, kind });
  const build = await readBuild({ actor, id });
  if (!joined && actor.kind !== 'system') {
    await audit({ actor, action: 'build.request', subject: build.title, detail: { id, kind } });
  }
  return { ...build, joined };
}

async function joinOrCreate(given: {
  actor: Actor;
  teamId: string | null;
  kind: BuildKind;
  spec: object;
  specHash: string;
}): Promise<{ id: string; joined: boolean }> {
  const { actor, teamId, kind, spec, specHash } = given;
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${requestLock}, hashtext(${specHash}))`;
    const found = await tx.build.findFirst({
      where: { specHash, teamId, state: { in: buildStatesInFlight }, cancelledBy: null },
      select: { id: true },
    });
    if (found) return { id: found.id, joined: true };
    const title = titleOf({ kind, spec });
    const made = await tx.build.create({
      data: {
        teamId,
        kind,
        spec,
        specHash,
        title,
        requestedBy: actor.name,
        ...flagsOf({ kind, spec }),
      },
      select: { id: true },
    });
    return { id: made.id, joined: false };
  });
}

/** Asks for the same again. What has not changed is reused, not made twice. */
export async function rebuild(given: {
  actor: Actor;
  id: string;
}): Promise<BuildDetail & { joined: boolean }> {
  const { kind, spec } = await readBuild(given);
  return requestBuild({ actor: given.actor, kind, spec, fresh: true });
}

/** Cancels a build in flight. Throws ERR_BUILD_NOT_FOUND, ERR_BUILD_ENDED. */
export async function cancelBuild(given: { actor: Actor; id: string }): Promise<BuildDetail> {
  const { actor, id } = given;
  const build = await ownBuild(given);
  const waiting = await db().build.updateMany({
    where: { id, state: 'queued' },
    data: {
      state: 'cancelled',
      cancelledBy: actor.name,
      reason: `Cancelled by ${actor.name}.`,
      endedAt: new Date(),
    },
  });
  const running = await db().build.updateMany({
    where: { id, state: 'running' },
    data: { cancelledBy: actor.name },
  });
  if (waiting.count + running.count === 0) {
    throw new AppError({
      class: 'conflict',
      code: 'ERR_BUILD_ENDED',
      message: `The build has ended already: ${build.state}.`,
    });
  }
  await cancelJobs({ task: 'build', key: id });
  await audit({ actor, action: 'build.cancel', subject: build.title, detail: { id } });
  return readBuild(given);
}

/** The build, where the actor may also change it. Throws ERR_BUILD_NOT_FOUND, ERR_FORBIDDEN. */
export async function ownBuild(given: { actor: Actor; id: string }): Promise<BuildDetail> {
  const build = await readBuild(given);
  demand(given.actor, build.teamId === null ? 'installation:operate' : 'write');
  return build;
}

function parsedSpec(given: { kind: BuildKind; spec: unknown; prefix: string }): object {
  const result = specSchemas[given.kind].safeParse(given.spec ?? {});
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => ({
    field: (given.prefix + issue.path.join('.')).replace(/\.$/, '') || 'body',
    message: issue.message,
  }));
  throw new AppError({
    class: 'invalid',
    code: 'ERR_INVALID_INPUT',
    message: fields.map((one) => `${one.field}: ${one.message}`).join('; '),
    fields,
  });
}
