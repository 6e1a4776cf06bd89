/** What a token is worth when a request brings it. */
import { sha256 } from '@/lib/core/secret';
import type { Actor } from '../actor';
import { readTokenByHash } from './data';
import { noteTokenUse } from './mutations';

/** Milliseconds between two writes of `lastUsedAt`. */
const noteEvery = 60_000;

/** The actor of a token, or null when it is unknown, expired or revoked. */
export async function actorOfToken(token: string): Promise<Actor | null> {
  if (!token.startsWith('prov_')) return null;
  const row = await readTokenByHash(sha256(token));
  if (!row) return null;
  const now = Date.now();
  const over = row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt.getTime() <= now);
  if (over) return null;
  if (now - (row.lastUsedAt?.getTime() ?? 0) > noteEvery) await noteTokenUse(row.id);
  return {
    kind: 'token',
    id: row.id,
    name: `token ${row.name}`,
    teamId: row.team.id,
    teamName: row.team.name,
    role: row.role,
    owner: row.team.owner,
  };
}
