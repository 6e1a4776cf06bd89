/** What the checks ask the store. */
import { db } from '@/lib/core/db';

/** Milliseconds after which a worker that is silent counts as gone; it announces itself every ten seconds. */
const silence = 35_000;

/** True where a worker lives that could check a text now. */
export async function isWorkerThere(): Promise<boolean> {
  const since = new Date(Date.now() - silence);
  const found = await db().workerNode.findFirst({
    where: { heartbeatAt: { gte: since } },
    select: { id: true },
  });
  return found !== null;
}
