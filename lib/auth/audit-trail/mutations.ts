/** Writes to the audit trail; only lib/auth/audit.ts calls it. */
import { db, type Transaction } from '@/lib/core/db';
import type { Prisma } from '@/prisma/generated/client';

/** Writes one entry; a null team means the installation itself. */
export async function insertEntry(given: {
  store?: Transaction;
  teamId: string | null;
  actor: string;
  action: string;
  subject: string;
  detail?: object;
}): Promise<void> {
  const { store = db(), detail, ...entry } = given;
  await store.auditEntry.create({
    data: { ...entry, detail: detail as Prisma.InputJsonObject | undefined },
  });
}
