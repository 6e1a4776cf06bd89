/** Reads of builds and artifacts. A team sees its own builds and the installation's. */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { invalid, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import type { Prisma } from '@/prisma/generated/client';
import type { BuildKind } from './builder';
import {
  type Artifact,
  type ArtifactFile,
  type BuildDetail,
  type BuildLogPart,
  type BuildState,
  type BuildSummary,
  buildStatesInFlight,
} from './schema';
import { withheldFrom } from './withheld';

const summaryFields = {
  id: true,
  teamId: true,
  kind: true,
  title: true,
  state: true,
  reason: true,
  step: true,
  progress: true,
  reused: true,
  requestedBy: true,
  cancelledBy: true,
  fingerprint: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
  closed: true,
  enrolmentId: true,
} as const satisfies Prisma.BuildSelect;

/** The condition for builds that the actor may see. */
export function visibleBuilds(actor: Actor): Prisma.BuildWhereInput {
  return { OR: [{ teamId: null }, { teamId: actor.teamId }] };
}

/** Builds, newest first; `after` is the id of the last one of the page before. */
export async function listBuilds(given: {
  actor: Actor;
  kind?: BuildKind;
  state?: BuildState;
  limit?: number;
  after?: string;
}): Promise<BuildSummary[]> {
  const { actor, kind, state, limit = 50, after } = given;
  if (after !== undefined && !isUuid(after)) throw invalid('cursor', 'is none of ours');
  const rows = await db().build.findMany({
    where: { AND: [visibleBuilds(actor), { kind, state }] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    ...(after ? { cursor: { id: after }, skip: 1 } : {}),
    select: summaryFields,
  });
  return rows.map((row) => summaryFor({ actor, row }));
}

/** One build with what it made. Throws ERR_BUILD_NOT_FOUND. */
export async function readBuild(given: { actor: Actor; id: string }): Promise<BuildDetail> {
  const row = await visibleBuild(given);
  const summary = summaryFor({ actor: given.actor, row });
  // Its address is made of the fingerprint: who may not have the one gets none of the other.
  const artifact = summary.fingerprint ? await artifactRow(summary.fingerprint) : null;
  return {
    ...summary,
    spec: row.spec,
    worker: row.worker,
    attempts: row.attempts,
    artifact: artifact && artifactOf(artifact),
    inputs: (artifact?.inputs ?? []) as { name: string; version: string }[],
  };
}

/** The log of a build after the chunk `after` (all without). Throws ERR_BUILD_NOT_FOUND. */
export async function buildLog(given: {
  actor: Actor;
  id: string;
  after?: string;
}): Promise<BuildLogPart> {
  // The state first: when it says "done", the log that is read after it is whole.
  const { state } = await visibleBuild(given);
  const after = BigInt(given.after ?? '0');
  const chunks = await db().buildLogChunk.findMany({
    where: { buildId: given.id, id: { gt: after } },
    orderBy: { id: 'asc' },
    select: { id: true, text: true },
  });
  return {
    text: chunks.map(({ text }) => text).join(''),
    last: (chunks.at(-1)?.id ?? after).toString(),
    state,
  };
}

/** The state of a build, or null when there is none with that id. */
export async function buildState(id: string): Promise<BuildState | null> {
  const row = await db().build.findUnique({ where: { id }, select: { state: true } });
  return row?.state ?? null;
}

/** The newest artifact of a kind, whoever asked for it, or null. */
export async function newestArtifact(given: { kind: BuildKind }): Promise<Artifact | null> {
  const row = await db().artifact.findFirst({
    where: { kind: given.kind },
    orderBy: { createdAt: 'desc' },
  });
  return row && artifactOf(row);
}

/** The build that a kind's newest row tells of: in flight, failed, done. Null before the first. */
export async function newestBuild(given: { kind: BuildKind }): Promise<BuildSummary | null> {
  const row = await db().build.findFirst({
    where: { kind: given.kind },
    orderBy: { createdAt: 'desc' },
    select: summaryFields,
  });
  return row && summaryOf(row);
}

/** The builds that wait for a worker, the oldest first. */
export async function queuedBuilds(): Promise<{ id: string; kind: BuildKind }[]> {
  const rows = await db().build.findMany({
    where: { state: 'queued' },
    orderBy: { createdAt: 'asc' },
    select: { id: true, kind: true },
  });
  return rows.map(({ id, kind }) => ({ id, kind: kind as BuildKind }));
}

/** True when a living worker of that name has the build. */
export async function isAtWork(given: { buildId: string; worker: string }): Promise<boolean> {
  if (!isUuid(given.buildId)) return false;
  const count = await db().build.count({
    where: { id: given.buildId, worker: given.worker, state: 'running' },
  });
  return count > 0;
}

/** The fingerprint and files of a build that is done, or null. */
export async function resultOf(buildId: string): Promise<Artifact | null> {
  const row = await db().build.findFirst({
    where: { id: buildId, state: 'done' },
    select: { fingerprint: true },
  });
  const found = row?.fingerprint ? await artifactRow(row.fingerprint) : null;
  return found && artifactOf(found);
}

export function isInFlight(state: BuildState): boolean {
  return buildStatesInFlight.includes(state);
}

async function visibleBuild(given: { actor: Actor; id: string }) {
  const row = isUuid(given.id)
    ? await db().build.findFirst({
        where: { AND: [visibleBuilds(given.actor), { id: given.id }] },
        select: { ...summaryFields, spec: true, worker: true, attempts: true },
      })
    : null;
  if (!row) throw notFound('This build', 'ERR_BUILD_NOT_FOUND');
  return row;
}

function artifactRow(fingerprint: string) {
  return db().artifact.findUnique({ where: { fingerprint } });
}

function summaryFor(given: {
  actor: Actor;
  row: Parameters<typeof summaryOf>[0] & { closed: boolean; enrolmentId: string | null };
}): BuildSummary {
  const { actor, row } = given;
  const summary = summaryOf(row);
  return withheldFrom({ actor, build: row }) === null ? summary : { ...summary, fingerprint: null };
}

function summaryOf(row: Omit<BuildSummary, 'kind'> & { kind: string }): BuildSummary {
  const { id, teamId, title, state, reason, step, progress, reused } = row;
  const { requestedBy, cancelledBy, fingerprint, createdAt, startedAt, endedAt } = row;
  return {
    id,
    teamId,
    kind: row.kind as BuildKind,
    title,
    state,
    reason,
    step,
    progress,
    reused,
    requestedBy,
    cancelledBy,
    fingerprint,
    createdAt,
    startedAt,
    endedAt,
  };
}

function artifactOf(row: {
  fingerprint: string;
  kind: string;
  files: Prisma.JsonValue;
  createdAt: Date;
}): Artifact {
  return {
    fingerprint: row.fingerprint,
    kind: row.kind as BuildKind,
    files: row.files as unknown as ArtifactFile[],
    size: sizeOf(row.files),
    createdAt: row.createdAt,
  };
}

function sizeOf(files: Prisma.JsonValue): number {
  return (files as unknown as ArtifactFile[]).reduce((sum, { size }) => sum + size, 0);
}
