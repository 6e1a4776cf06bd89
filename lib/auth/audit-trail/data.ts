/** Reads the audit trail. */
import { db } from '@/lib/core/db';
import type { Actor } from '../actor';
import type { AuditView } from '../schema';

/**
 * The newest entries of the actor's team, newest first; the owning team also
 * sees what was done to the installation. `before` is the id of the last
 * entry of the page before.
 */
export async function listAudit(given: {
  actor: Actor;
  limit: number;
  before?: string;
}): Promise<AuditView[]> {
  const { actor, limit, before } = given;
  const rows = await db().auditEntry.findMany({
    where: {
      OR: [{ teamId: actor.teamId }, ...(actor.owner ? [{ teamId: null }] : [])],
      ...(before ? { id: { lt: BigInt(before) } } : {}),
    },
    orderBy: { id: 'desc' },
    take: limit,
  });
  return rows.map(({ id, at, actor: name, action, subject, detail }) => ({
    id: String(id),
    at: at.toISOString(),
    actor: name,
    action,
    subject,
    detail,
  }));
}
