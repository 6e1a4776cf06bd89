/** What happens to images beside people's wishes: builds that end, workers that die, files left over. */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { clearWork } from '@/lib/builds/leftovers';
import { db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { enqueue } from '@/lib/jobs/enqueue';
import { countWithFile } from '../data';
import { deadAfter } from '../schema';

/** Age from which on a file that no row knows is a left-over, in milliseconds. */
const oldAge = 2 * 3600_000;

/** The images that wait for a build that has ended, well or not, are brought in. */
export async function settleImagesOfBuild({ buildId }: { buildId: string }): Promise<void> {
  const rows = await db().image.findMany({
    where: { state: 'waiting', source: { path: ['buildId'], equals: buildId } },
    select: { id: true },
  });
  for (const { id } of rows) await enqueue('import-image', { imageId: id });
}

/** Asks again for imports that nobody does, and removes files that belong to nobody. */
export async function sweepImages(): Promise<void> {
  const rows = await db().image.findMany({
    where: {
      OR: [
        { state: 'waiting' },
        { state: 'importing', updatedAt: { lt: new Date(Date.now() - deadAfter) } },
      ],
    },
    select: { id: true },
  });
  for (const { id } of rows) await enqueue('import-image', { imageId: id });
  await removeOrphanUploads();
  await removeOrphanFiles();
}

/** Uploads that broke off with their web process, and folders of imports that are over. */
async function removeOrphanUploads(): Promise<void> {
  for (const name of await readdir(dataPath('uploads')).catch(() => [])) {
    if (!(await isOld(dataPath('uploads', name)))) continue;
    const importing = /^(.*)\.import$/.exec(name)?.[1];
    if (importing) {
      const running = { id: importing, state: 'importing' as const };
      if ((await db().image.count({ where: running })) === 0) {
        await clearWork(dataPath('uploads', name));
      }
      continue;
    }
    const file = path.join('uploads', name);
    const known = await db().image.count({ where: { source: { path: ['file'], equals: file } } });
    if (known === 0 || name.endsWith('.part')) await rm(dataPath(file), { force: true });
  }
}

async function removeOrphanFiles(): Promise<void> {
  for (const name of await readdir(dataPath('images')).catch(() => [])) {
    const file = path.join('images', name);
    if (!(await isOld(dataPath(file)))) continue;
    if ((await countWithFile(file)) === 0) await rm(dataPath(file), { force: true });
  }
}

async function isOld(file: string): Promise<boolean> {
  const facts = await stat(file).catch(() => undefined);
  // ctime: a file that was linked here a moment ago may be old by its content.
  return facts !== undefined && Date.now() - Math.max(facts.mtimeMs, facts.ctimeMs) > oldAge;
}
