/** Reads of the publication. */
import { db } from '@/lib/core/db';
import { type Publication, publication, publicationKey } from './schema';

/** What is in force, or null before the first publication. */
export async function readPublication(): Promise<Publication | null> {
  const row = await db().setting.findUnique({ where: { key: publicationKey } });
  const parsed = publication.safeParse(row?.value);
  return parsed.success ? parsed.data : null;
}
