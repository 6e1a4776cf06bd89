/** Reads of API tokens. The hash never leaves this file. */
import { db } from '@/lib/core/db';
import type { Actor, Role } from '../actor';
import type { TokenView } from '../schema';

const shown = {
  id: true,
  name: true,
  role: true,
  prefix: true,
  createdBy: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  revokedAt: true,
} as const;

interface Row {
  id: string;
  name: string;
  role: Role;
  prefix: string;
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

/** As the API and the pages show a token. */
export function tokenViewOf(row: Row): TokenView {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

/** The team's tokens, newest first, revoked ones too. */
export async function listTokens(given: { actor: Actor }): Promise<TokenView[]> {
  const rows = await db().apiToken.findMany({
    where: { teamId: given.actor.teamId },
    orderBy: { createdAt: 'desc' },
    select: shown,
  });
  return rows.map(tokenViewOf);
}

/** The token with this hash and its team, whatever its state. */
export async function readTokenByHash(tokenHash: string) {
  return db().apiToken.findUnique({
    where: { tokenHash },
    select: { ...shown, team: { select: { id: true, name: true, owner: true } } },
  });
}
