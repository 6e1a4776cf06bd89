/** Brings an image in: fetches it, checks it, converts it where it must be. */
import { importImage } from '@/lib/images/import';
import type { TaskContext, TaskPayload } from '@/lib/jobs/tasks';

export async function run(
  { imageId }: TaskPayload<'import-image'>,
  { signal }: TaskContext,
): Promise<void> {
  await importImage({ imageId, signal });
}
