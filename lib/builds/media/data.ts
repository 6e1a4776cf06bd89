/** Reads of boot media: the team's builds of these kinds, with what they made and how it is reached. */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { AppError, invalid, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import type { Prisma } from '@/prisma/generated/client';
import { type MediaKind, mediaKinds } from '../builder';
import { isInFlight } from '../data';
import { readPublication } from '../publication/data';
import type { ArtifactFile, BuildState } from '../schema';
import { withheldFrom } from '../withheld';
import {
  type LinkAnswer,
  type MediaSegment,
  type MediumAnswer,
  type MediumDetail,
  mediaSegments,
} from './schema';
import { type MediumArtifact, type MediumRow, mediumDetailView, mediumView } from './view';

const columns = {
  id: true,
  kind: true,
  title: true,
  state: true,
  reason: true,
  step: true,
  progress: true,
  requestedBy: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
  specHash: true,
  fingerprint: true,
  closed: true,
  enrolmentId: true,
} as const satisfies Prisma.BuildSelect;

/** The address that media are told by: the one in force for machines, else the one that was asked. */
export async function mediaBase(given: { origin: string }): Promise<string> {
  return (await readPublication())?.base ?? given.origin;
}

/** The team's media, newest first; `after` is the id of the last one of the page before. */
export async function listMedia(given: {
  actor: Actor;
  base: string;
  kind?: MediaKind;
  state?: BuildState;
  q?: string;
  limit?: number;
  after?: string;
}): Promise<MediumAnswer[]> {
  const { actor, kind, state, q, limit = 50, after, base } = given;
  if (after !== undefined && !isUuid(after)) throw invalid('cursor', 'is none of ours');
  const has = { contains: q ?? '', mode: 'insensitive' } as const;
  const rows = await db().build.findMany({
    where: {
      teamId: actor.teamId,
      kind: kind ?? { in: [...mediaKinds] },
      state,
      ...(q ? { OR: [{ title: has }, { requestedBy: has }] } : {}),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    ...(after ? { cursor: { id: after }, skip: 1 } : {}),
    select: columns,
  });
  const [artifacts, links] = await Promise.all([
    artifactsOf(rows),
    linksTo({ actor, specHashes: rows.map(({ specHash }) => specHash) }),
  ]);
  return rows.map((row) =>
    mediumView({
      row: mediumRow(row),
      artifact: artifacts.get(row.fingerprint ?? '') ?? null,
      links: links.get(row.specHash) ?? [],
      withheld: withheldFrom({ actor, build: row }),
      base,
    }),
  );
}

/** One medium of a collection, or of any without. Throws its `…_NOT_FOUND`. */
export async function readMedium(given: {
  actor: Actor;
  id: string;
  base: string;
  segment?: MediaSegment;
}): Promise<MediumDetail> {
  const { actor, base } = given;
  const { spec, ...row } = await mediumOf(given);
  const [artifacts, links] = await Promise.all([
    artifactsOf([row]),
    linksTo({ actor, specHashes: [row.specHash] }),
  ]);
  return mediumDetailView({
    row: mediumRow(row),
    artifact: artifacts.get(row.fingerprint ?? '') ?? null,
    links: links.get(row.specHash) ?? [],
    withheld: withheldFrom({ actor, build: row }),
    spec,
    base,
  });
}

export interface MediumFile {
  artifact: { fingerprint: string; files: ArtifactFile[] };
  file: ArtifactFile;
}

/**
 * Where the bytes of a medium are: of `file`, or of the one that is booted.
 * Throws ERR_FORBIDDEN where it holds what the actor may not see, `…_NOT_FOUND`, `…_NOT_READY` while it is being built, `…_FAILED`,
 * `…_GONE` where its files were let go.
 */
export async function mediumFile(given: {
  actor: Actor;
  segment: MediaSegment;
  id: string;
  file?: string;
}): Promise<MediumFile> {
  const { segment, file: wanted } = given;
  const row = await mediumOf(given);
  const message = withheldFrom({ actor: given.actor, build: row });
  if (message) throw new AppError({ class: 'forbidden', code: 'ERR_FORBIDDEN', message });
  if (row.state !== 'done') throw notThere({ segment, row });
  const { noun, code } = mediaSegments[segment];
  const artifact = (await artifactsOf([row])).get(row.fingerprint ?? '');
  if (!artifact) {
    throw new AppError({
      class: 'gone',
      code: `${code}_GONE`,
      message: `The files of this ${noun} were let go. Ask for it again.`,
    });
  }
  const name = wanted ?? artifact.main;
  const file = artifact.files.find((one) => one.name === name);
  if (file) return { artifact, file };
  const names = artifact.files.map((one) => one.name).join(', ');
  throw new AppError({
    class: 'notFound',
    code: `${code}_FILE_NOT_FOUND`,
    message: `This ${noun} has no such file. It has: ${names}.`,
    field: 'file',
  });
}

/** The team's links by name. */
export async function listLinks(given: { actor: Actor; base: string }): Promise<LinkAnswer[]> {
  const rows = await db().mediaLink.findMany({
    where: { teamId: given.actor.teamId },
    orderBy: { name: 'asc' },
  });
  return rows.map((row) => linkView(row, given.base));
}

/** A link's row as it is answered. */
export function linkView(
  row: { name: string; kind: string; specHash: string; createdBy: string; updatedAt: Date },
  base: string,
): LinkAnswer {
  const { name, specHash, createdBy, updatedAt } = row;
  return {
    name,
    kind: row.kind as MediaKind,
    specHash,
    url: `${base}/media/${name}/`,
    createdBy,
    updatedAt: updatedAt.toISOString(),
  };
}

/** The team's build of that collection's kind. Throws its `…_NOT_FOUND`. */
export async function mediumOf(given: { actor: Actor; id: string; segment?: MediaSegment }) {
  const { actor, id, segment } = given;
  const row = isUuid(id)
    ? await db().build.findFirst({
        where: {
          id,
          teamId: actor.teamId,
          kind: segment ? mediaSegments[segment].kind : { in: [...mediaKinds] },
        },
        select: { ...columns, spec: true },
      })
    : null;
  if (row) return row;
  const { noun, code } = segment ? mediaSegments[segment] : { noun: 'medium', code: 'ERR_MEDIUM' };
  throw notFound(`This ${noun}`, `${code}_NOT_FOUND`);
}

function notThere(given: {
  segment: MediaSegment;
  row: { state: BuildState; reason: string | null; step: string | null; progress: number };
}): AppError {
  const { noun, code } = mediaSegments[given.segment];
  const { state, reason, step, progress } = given.row;
  const inFlight = isInFlight(state);
  const doing = step ? `: ${step}` : '';
  const message = inFlight
    ? `This ${noun} is ${state === 'queued' ? 'waiting to be built' : `being built${doing}`}. Ask again soon.`
    : `This ${noun} was not built (${state})${reason ? `: ${reason}` : '.'}`;
  return new AppError({
    class: 'conflict',
    code: `${code}_${inFlight ? 'NOT_READY' : 'FAILED'}`,
    message,
    data: { state, reason, step, progress },
  });
}

async function artifactsOf(
  rows: { fingerprint: string | null }[],
): Promise<Map<string, MediumArtifact>> {
  const wanted = rows.flatMap(({ fingerprint }) => fingerprint ?? []);
  if (wanted.length === 0) return new Map();
  const found = await db().artifact.findMany({
    where: { fingerprint: { in: wanted } },
    select: {
      fingerprint: true,
      files: true,
      main: true,
      inputs: true,
      closed: true,
      builderVersion: true,
    },
  });
  return new Map(found.map((one) => [one.fingerprint, one as unknown as MediumArtifact]));
}

/** Names of the team's links by the request that they point to. */
async function linksTo(given: {
  actor: Actor;
  specHashes: string[];
}): Promise<Map<string, string[]>> {
  const rows = await db().mediaLink.findMany({
    where: { teamId: given.actor.teamId, specHash: { in: given.specHashes } },
    orderBy: { name: 'asc' },
    select: { name: true, specHash: true },
  });
  const links = new Map<string, string[]>();
  for (const { name, specHash } of rows) {
    links.set(specHash, [...(links.get(specHash) ?? []), name]);
  }
  return links;
}

function mediumRow(row: Omit<MediumRow, 'kind'> & { kind: string }): MediumRow {
  return { ...row, kind: row.kind as MediaKind };
}
