/** The image of a profile, as a plan pins it. */
import { AppError } from '@/lib/core/errors';
import type { InstallPlan } from '../schema';

export interface ProfileImage {
  id: string;
  name: string;
  state: string;
  reason: string | null;
  file: string | null;
  served: string | null;
  size: bigint | null;
  sha256: string | null;
  rawSize: bigint | null;
  rawSha256: string | null;
}

/** Throws ERR_PROFILE_WITHOUT_IMAGE, ERR_IMAGE_NOT_READY. */
export function demandReadyImage(profile: { name: string; image: ProfileImage | null }): void {
  const { image } = profile;
  if (!image) {
    throw new AppError({
      class: 'conflict',
      code: 'ERR_PROFILE_WITHOUT_IMAGE',
      message: `The profile "${profile.name}" has neither an image nor a sub script. Give it one of them.`,
    });
  }
  if (image.state === 'ready') return;
  const why = image.state === 'failed' ? `failed: ${image.reason ?? 'no reason'}` : image.state;
  throw new AppError({
    class: 'conflict',
    code: 'ERR_IMAGE_NOT_READY',
    message: `The image "${image.name}" is not ready (${why}).`,
  });
}

/** The image, to be parsed with the plan. */
export function pinImage(
  image: ProfileImage | null,
): Record<keyof NonNullable<InstallPlan['image']>, unknown> | null {
  return (
    image && {
      id: image.id,
      name: image.name,
      file: image.file,
      served: image.served,
      size: Number(image.size),
      sha256: image.sha256,
      rawSize: image.rawSize === null ? null : Number(image.rawSize),
      rawSha256: image.rawSha256,
    }
  );
}
