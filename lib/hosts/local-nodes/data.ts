/** Reads of local nodes. Rows of another team are "not found". */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { type AppError, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import type { LocalNodeModel } from '@/prisma/generated/models';
import type { KnownNode } from './probing';
import type { LocalNodeView } from './schema';

/** The error for a node that is not there, or another team's. */
export function nodeNotFound(): AppError {
  return notFound('This node', 'ERR_LOCALNODE_NOT_FOUND');
}

const withHost = { host: { select: { id: true, name: true } } } as const;

/** The team's nodes by name. `search` is looked for in name and addresses; `after` is the id of the last one of the page before. */
export async function listLocalNodes(given: {
  actor: Actor;
  search?: string;
  limit?: number;
  after?: string;
}): Promise<LocalNodeView[]> {
  const { actor, search, limit, after } = given;
  const rows = await db().localNode.findMany({
    where: {
      teamId: actor.teamId,
      ...(search
        ? {
            OR: [
              { name: { contains: search, mode: 'insensitive' } },
              { address: { contains: search } },
              { addresses: { has: search } },
            ],
          }
        : {}),
    },
    include: withHost,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit,
    ...(after && isUuid(after) ? { cursor: { id: after }, skip: 1 } : {}),
  });
  return rows.map(nodeOf);
}

/** One node. Throws ERR_LOCALNODE_NOT_FOUND. */
export async function readLocalNode(given: { actor: Actor; id: string }): Promise<LocalNodeView> {
  const { actor, id } = given;
  if (!isUuid(id)) throw nodeNotFound();
  const row = await db().localNode.findFirst({
    where: { id, teamId: actor.teamId },
    include: withHost,
  });
  if (!row) throw nodeNotFound();
  return nodeOf(row);
}

/** The node of a host, null where it never registered. */
export async function nodeOfHost(given: {
  actor: Actor;
  hostId: string;
}): Promise<LocalNodeView | null> {
  const { actor, hostId } = given;
  if (!isUuid(hostId)) return null;
  const row = await db().localNode.findFirst({
    where: { hostId, teamId: actor.teamId },
    include: withHost,
  });
  return row && nodeOf(row);
}

/** What is to be knocked at: all nodes of the installation, or those that share one's address. */
export async function nodesToProbe(given: { nodeId?: string }): Promise<KnownNode[]> {
  const select = {
    id: true,
    teamId: true,
    hostId: true,
    name: true,
    address: true,
    reachable: true,
    registeredAt: true,
  } as const;
  if (given.nodeId === undefined) return db().localNode.findMany({ select });
  const one = await db().localNode.findUnique({ where: { id: given.nodeId }, select });
  if (!one) return [];
  const { teamId, address } = one;
  return db().localNode.findMany({ where: { teamId, address }, select });
}

/** A row as a plain value. */
export function nodeOf(
  row: LocalNodeModel & { host: { id: string; name: string } | null },
): LocalNodeView {
  return {
    id: row.id,
    name: row.name,
    host: row.host,
    address: row.address,
    addresses: row.addresses,
    system: row.system,
    sshHostKeys: row.sshHostKeys,
    reachable: row.reachable,
    reason: row.reason,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    registeredAt: row.registeredAt.toISOString(),
  };
}
