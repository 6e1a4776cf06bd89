/** What a request for a build is held against: what it names must be there, and what is there need not be made. */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { AppError, type FieldError } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { secretNames } from '@/lib/scripts/secrets/data';
import { builderVersion } from '../announced/data';
import { isWhole } from '../artifact-store';
import type { BuildInput, BuildKind } from '../builder';
import { finalScript, scriptInput } from '../builders/ipxe/final-script';
import { readPublication } from '../publication/data';
import { sourceState } from '../sources/data';
import { secretsNamed, specSchemas } from '../specs';

/** What media that run iPXE are told; other kinds have none of it. */
interface ScriptPart {
  script?: string | null;
  base?: string | null;
  enrolment?: string | null;
}

/**
 * The spec as it will be built: the ready script gets the address in force.
 * Throws ERR_INVALID_INPUT at each field that names what is not there.
 */
export async function completedSpec(given: {
  actor: Actor;
  kind: BuildKind;
  spec: object;
  /** Before the names of fields: `spec.`, or nothing. */
  prefix: string;
}): Promise<object> {
  const { actor, kind, prefix } = given;
  const part = given.spec as ScriptPart;
  const needsBase = part.script === null && part.base === null;
  const base = needsBase ? ((await readPublication())?.base ?? null) : null;
  const problems = [
    ...(needsBase && base === null ? [noBase] : []),
    ...(part.enrolment ? await enrolmentProblems({ actor, id: part.enrolment }) : []),
    ...(await secretProblems({ actor, kind, spec: given.spec })),
  ];
  if (problems.length === 0) return needsBase ? { ...given.spec, base } : given.spec;
  const fields = problems.map(({ field, message }) => ({ field: prefix + field, message }));
  throw new AppError({
    class: 'invalid',
    code: 'ERR_INVALID_INPUT',
    message: fields.map((one) => `${one.field}: ${one.message}`).join('; '),
    fields,
  });
}

const noBase: FieldError = {
  field: 'base',
  message:
    'The ready script needs the address that machines reach us by, and none is in force yet. Choose the interface that serves machines on the network page and publish a main script, or give the address here, such as http://10.0.0.1:3000',
};

async function enrolmentProblems(given: { actor: Actor; id: string }): Promise<FieldError[]> {
  const row = await db().enrolment.findFirst({
    where: { id: given.id, teamId: given.actor.teamId },
    select: { name: true, revokedAt: true, expiresAt: true },
  });
  const field = 'enrolment';
  const way = 'Make a new one, and take its id.';
  if (!row) return [{ field, message: 'No enrolment token of your team has this id' }];
  if (row.revokedAt) return [{ field, message: `"${row.name}" was revoked. ${way}` }];
  if (row.expiresAt && row.expiresAt.getTime() <= Date.now()) {
    return [{ field, message: `"${row.name}" has expired. ${way}` }];
  }
  return [];
}

async function secretProblems(given: {
  actor: Actor;
  kind: BuildKind;
  spec: object;
}): Promise<FieldError[]> {
  const named = secretsNamed(given);
  if (named.length === 0) return [];
  const there = await secretNames({ teamId: given.actor.teamId });
  return named
    .filter(({ name }) => !there.includes(name))
    .map(({ name, field }) => ({
      field,
      message: `Your team has no secret "${name}". Save it on the page of secrets first`,
    }));
}

/**
 * After so long a result is looked at again, in milliseconds: nobody tells us
 * when a distribution has a newer package, and the look costs a worker little.
 */
const freshFor = 24 * 3_600_000;

/**
 * The id of the team's newest finished build of that very request, where its
 * result is sure to be what a build would give now; else null
 * (docs/decisions/0086).
 */
export async function freshBuild(given: {
  teamId: string;
  kind: BuildKind;
  /** As it would be built. */
  spec: unknown;
  specHash: string;
}): Promise<string | null> {
  const { teamId, kind, spec, specHash } = given;
  const row = await db().build.findFirst({
    where: { specHash, teamId, state: 'done', fingerprint: { not: null } },
    orderBy: { endedAt: 'desc' },
    select: { id: true, fingerprint: true, startedAt: true },
  });
  if (!row?.fingerprint || !row.startedAt) return null;
  if (Date.now() - row.startedAt.getTime() > freshFor) return null;
  const [artifact, version] = await Promise.all([
    db().artifact.findUnique({
      where: { fingerprint: row.fingerprint },
      select: { builderVersion: true, inputs: true },
    }),
    builderVersion({ kind }),
  ]);
  // While no worker tells, what is there is the best that there is.
  if (!artifact || (version !== null && artifact.builderVersion !== version)) return null;
  const inputs = artifact.inputs as unknown as BuildInput[];
  if (hasOtherScript({ kind, spec, inputs }) || (await isOutdated(inputs))) return null;
  return (await isSurelyWhole(row.fingerprint)) ? row.id : null;
}

/** False too where the store does not answer: a worker looks again, and waits for it. */
async function isSurelyWhole(fingerprint: string): Promise<boolean> {
  try {
    return await isWhole(fingerprint);
  } catch (error) {
    logger('builds').warn({ err: error, fingerprint }, 'an artifact could not be looked at');
    return false;
  }
}

/** True when the script would be another one now: the ready one is the product's, and changes with it. */
function hasOtherScript(given: { kind: BuildKind; spec: unknown; inputs: BuildInput[] }): boolean {
  const { kind, inputs } = given;
  if (kind !== 'ipxe' && kind !== 'iso') return false;
  const { name, version } = scriptInput(finalScript(specSchemas[kind].parse(given.spec)));
  const from = inputs.find((input) => input.name === name)?.version;
  return from !== undefined && from !== version;
}

/** True when it was compiled from another state of the source than the one that is there now. */
async function isOutdated(inputs: BuildInput[]): Promise<boolean> {
  const from = inputs.find(({ name }) => name === 'source:ipxe')?.version;
  return from !== undefined && from !== (await sourceState('ipxe')).version?.commit;
}
