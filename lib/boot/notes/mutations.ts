/** Writes of what the lane has seen. */
import { db } from '@/lib/core/db';

/** These hosts have just been heard of. */
export async function touchHosts(ids: string[]): Promise<void> {
  const lastSeenAt = new Date();
  for (let start = 0; start < ids.length; start += 5_000) {
    const some = ids.slice(start, start + 5_000);
    await db().host.updateMany({ where: { id: { in: some } }, data: { lastSeenAt } });
  }
}
