/** The nonce of the set-up link, one a database. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { db } from '@/lib/core/db';

const key = 'setup';
const setting = z.object({ nonce: z.string() });

/** The nonce, made at the first call; of two processes that make one, the first wins. */
export async function setupNonce(): Promise<string> {
  await db().setting.createMany({
    data: [{ key, value: { nonce: randomUUID() } }],
    skipDuplicates: true,
  });
  const row = await db().setting.findUniqueOrThrow({ where: { key }, select: { value: true } });
  return setting.parse(row.value).nonce;
}
