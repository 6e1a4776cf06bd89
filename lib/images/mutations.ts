/** Writes of images by people. */
import { rm } from 'node:fs/promises';
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { requestBuild } from '@/lib/builds/mutations';
import { db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { AppError, isUniqueViolation, notFound } from '@/lib/core/errors';
import { cancelJobs } from '@/lib/jobs/cancel';
import { enqueue } from '@/lib/jobs/enqueue';
import { countWithFile, hostsInstalling, isNameTaken, readImage } from './data';
import type { ImageFormat, ImageSource, ImageSummary, NewImage } from './schema';
import { dropImage } from './store';

/**
 * An image by URL, fetched by a worker, or one that is built here. Throws
 * ERR_IMAGE_NAME_TAKEN, and what `requestBuild` throws.
 */
export async function createImage(given: { actor: Actor; input: NewImage }): Promise<ImageSummary> {
  const { actor, input } = given;
  await demandFreeName({ actor, name: input.name });
  if ('build' in input) {
    const build = await requestBuild({ actor, kind: 'image', spec: input.build });
    const source = { kind: 'build' as const, buildId: build.id };
    const image = await addImage({ actor, name: input.name, format: '', source });
    // Where the build was quick the worker has looked for images before this row was there.
    await enqueue('import-image', { imageId: image.id });
    return image;
  }
  const { name, url, sha256 } = input;
  const image = await addImage({ actor, name, format: '', source: { kind: 'url', url, sha256 } });
  await enqueue('import-image', { imageId: image.id });
  return image;
}

/** The row of an image that came by upload; its import is asked for. */
export async function addUploadedImage(given: {
  actor: Actor;
  name: string;
  format: ImageFormat;
  source: ImageSource;
}): Promise<ImageSummary> {
  const image = await addImage(given);
  await enqueue('import-image', { imageId: image.id });
  return image;
}

/** Tries a failed import again: from its URL or its build. Throws ERR_IMAGE_NOT_FAILED, ERR_IMAGE_GONE. */
export async function retryImage(given: { actor: Actor; id: string }): Promise<ImageSummary> {
  const image = await readImage(given);
  if (image.source.kind === 'upload') {
    throw new AppError({
      class: 'gone',
      code: 'ERR_IMAGE_GONE',
      message: 'What was uploaded has not been kept. Delete the image, and upload it again.',
    });
  }
  const source = await freshSource({ actor: given.actor, source: image.source });
  const { count } = await db().image.updateMany({
    where: { id: given.id, state: 'failed' },
    data: { state: 'waiting', reason: null, step: null, progress: 0, attempts: 0, source },
  });
  if (count === 0) {
    throw new AppError({
      class: 'conflict',
      code: 'ERR_IMAGE_NOT_FAILED',
      message: `The image is ${image.state}; only a failed one can be tried again.`,
    });
  }
  await enqueue('import-image', { imageId: given.id });
  await audit({ actor: given.actor, action: 'image.retry', subject: image.name });
  return readImage(given);
}

/**
 * Deletes an image; an import that runs is ended. Its file goes when no other
 * image has the same content. Throws ERR_IMAGE_NOT_FOUND, and ERR_IMAGE_IN_USE
 * naming the profiles or hosts.
 */
export async function deleteImage(given: { actor: Actor; id: string }): Promise<{ id: string }> {
  const { actor, id } = given;
  const image = await readImage(given);
  await demandUnused(image);
  await removeRow(given);
  await cancelJobs({ task: 'import-image', key: id });
  if (image.source.kind === 'upload') await rm(dataPath(image.source.file), { force: true });
  await removeFile(image);
  await audit({ actor, action: 'image.delete', subject: image.name, detail: { id } });
  return { id };
}

/** Throws ERR_IMAGE_NAME_TAKEN, at the field `name`. */
export async function demandFreeName(given: { actor: Actor; name: string }): Promise<void> {
  if (await isNameTaken(given)) throw nameTaken(given.name);
}

async function addImage(given: {
  actor: Actor;
  name: string;
  format: ImageFormat | '';
  source: ImageSource;
}): Promise<ImageSummary> {
  const { actor, name, format, source } = given;
  const { id } = await db()
    .image.create({
      data: { teamId: actor.teamId, name, format, source },
      select: { id: true },
    })
    .catch((error) => {
      throw isUniqueViolation(error) ? nameTaken(name) : error;
    });
  await audit({ actor, action: 'image.create', subject: name, detail: { id, from: source.kind } });
  return readImage({ actor, id });
}

/** A build that failed or was cancelled is asked for again. */
async function freshSource(given: { actor: Actor; source: ImageSource }): Promise<ImageSource> {
  const { actor, source } = given;
  if (source.kind !== 'build') return source;
  const old = await db().build.findUnique({
    where: { id: source.buildId },
    select: { spec: true },
  });
  const build = await requestBuild({ actor, kind: 'image', spec: old?.spec ?? {} });
  return { kind: 'build', buildId: build.id };
}

async function removeRow(given: { actor: Actor; id: string }): Promise<void> {
  // The store itself refuses while a profile has it, whatever came in between.
  const gone = await db()
    .image.deleteMany({ where: { id: given.id, teamId: given.actor.teamId } })
    .catch(async (error) => {
      await demandUnused(await readImage(given));
      throw error;
    });
  if (gone.count === 0) throw notFound('This image', 'ERR_IMAGE_NOT_FOUND');
}

async function removeFile(image: ImageSummary): Promise<void> {
  if (!image.sha256) return;
  if ((await countWithFile(`images/${image.sha256}`)) === 0) await dropImage(image.sha256);
}

async function demandUnused(image: ImageSummary): Promise<void> {
  if (image.usedBy.length > 0) {
    const names = image.usedBy.map(({ name }) => `"${name}"`).join(', ');
    const plural = image.usedBy.length > 1 ? 'profiles' : 'profile';
    throw inUse(
      `The image "${image.name}" is used by the ${plural} ${names}. Take it out there first.`,
    );
  }
  const hosts = await hostsInstalling(image.id);
  if (hosts.length > 0) {
    throw inUse(`The image "${image.name}" is being installed on ${hosts.join(', ')}.`);
  }
}

function inUse(message: string): AppError {
  return new AppError({ class: 'conflict', code: 'ERR_IMAGE_IN_USE', message });
}

function nameTaken(name: string): AppError {
  return new AppError({
    class: 'conflict',
    code: 'ERR_IMAGE_NAME_TAKEN',
    message: `There is an image "${name}" already. Choose another name.`,
    field: 'name',
  });
}
