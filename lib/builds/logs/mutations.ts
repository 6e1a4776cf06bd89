/** Writes of build logs. */
import { db } from '@/lib/core/db';

/** Adds text to a log; gives the id of the chunk. */
export async function appendLog(given: { buildId: string; text: string }): Promise<bigint> {
  const { id } = await db().buildLogChunk.create({ data: given, select: { id: true } });
  return id;
}

/** Removes a log's beginning up to a chunk; a note stands in the last chunk's place. */
export async function dropLog(given: {
  buildId: string;
  upTo: bigint;
  note: string | undefined;
}): Promise<void> {
  const { buildId, upTo, note } = given;
  if (note !== undefined) {
    await db().buildLogChunk.update({ where: { id: upTo }, data: { text: note } });
    await db().buildLogChunk.deleteMany({ where: { buildId, id: { lt: upTo } } });
    return;
  }
  const first = await db().buildLogChunk.findFirst({
    where: { buildId },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  await db().buildLogChunk.deleteMany({
    where: { buildId, id: { lte: upTo, gt: first?.id ?? 0n } },
  });
}
