/** Reads of images. Rows of another team are "not found". */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { invalid, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import type { ImageModel } from '@/prisma/generated/models';
import {
  type ImageFormat,
  type ImageSource,
  type ImageState,
  type ImageSummary,
  imageSource,
  type ServedForm,
} from './schema';

/** The team's images, by name; `after` is the id of the last one of the page before. */
export async function listImages(given: {
  actor: Actor;
  state?: ImageState;
  limit?: number;
  after?: string;
}): Promise<ImageSummary[]> {
  const { actor, state, limit, after } = given;
  if (after !== undefined && !isUuid(after)) throw invalid('cursor', 'is none of ours');
  const rows = await db().image.findMany({
    where: { teamId: actor.teamId, state },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit,
    ...(after ? { cursor: { id: after }, skip: 1 } : {}),
    include: withUsers,
  });
  return withBuilds(rows.map(summaryOf));
}

/** One image. Throws ERR_IMAGE_NOT_FOUND. */
export async function readImage(given: { actor: Actor; id: string }): Promise<ImageSummary> {
  const row = isUuid(given.id)
    ? await db().image.findFirst({
        where: { id: given.id, teamId: given.actor.teamId },
        include: withUsers,
      })
    : null;
  if (!row) throw notFound('This image', 'ERR_IMAGE_NOT_FOUND');
  const [image] = await withBuilds([summaryOf(row)]);
  return image ?? summaryOf(row);
}

/** Images that wait for their build show how far that is. */
async function withBuilds(images: ImageSummary[]): Promise<ImageSummary[]> {
  const ids = images.flatMap(({ state, source }) =>
    state === 'waiting' && source.kind === 'build' ? [source.buildId] : [],
  );
  if (ids.length === 0) return images;
  const builds = await db().build.findMany({
    where: { id: { in: ids }, state: { in: ['queued', 'running'] } },
    select: { id: true, step: true, progress: true },
  });
  return images.map((image) => {
    const { source } = image;
    const build = builds.find(({ id }) => source.kind === 'build' && source.buildId === id);
    if (!build) return image;
    return { ...image, step: build.step ?? 'waiting for a worker', progress: build.progress };
  });
}

/** True when the team has an image of that name. */
export async function isNameTaken(given: { actor: Actor; name: string }): Promise<boolean> {
  const where = { teamId: given.actor.teamId, name: given.name };
  return (await db().image.count({ where })) > 0;
}

/** Hosts with an open install that writes this image. */
export async function hostsInstalling(imageId: string): Promise<string[]> {
  const rows = await db().install.findMany({
    where: {
      state: { in: ['authorised', 'booting', 'installing'] },
      plan: { path: ['image', 'id'], equals: imageId },
    },
    select: { host: { select: { name: true } } },
  });
  return rows.map(({ host }) => host.name).sort();
}

/** The state of an image, or null when it is gone. */
export async function imageState(id: string): Promise<ImageState | null> {
  const row = await db().image.findUnique({ where: { id }, select: { state: true } });
  return row?.state ?? null;
}

/** How many images have this file. */
export async function countWithFile(file: string): Promise<number> {
  return db().image.count({ where: { file } });
}

const withUsers = {
  profiles: { select: { id: true, name: true }, orderBy: { name: 'asc' } },
} as const;

function summaryOf(row: ImageModel & { profiles: { id: string; name: string }[] }): ImageSummary {
  const number = (value: bigint | null) => (value === null ? null : Number(value));
  return {
    id: row.id,
    name: row.name,
    format: row.format as ImageFormat | '',
    state: row.state,
    reason: row.reason,
    step: row.step,
    progress: row.progress,
    source: sourceOf(row),
    served: row.served as ServedForm | null,
    size: number(row.size),
    sha256: row.sha256,
    rawSize: number(row.rawSize),
    rawSha256: row.rawSha256,
    createdAt: row.createdAt,
    usedBy: row.profiles,
  };
}

/** Where an image comes from. */
export function sourceOf(row: { source: unknown }): ImageSource {
  return imageSource.parse(row.source);
}
