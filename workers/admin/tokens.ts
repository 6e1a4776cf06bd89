/** `token …` */
import type { Role } from '@/lib/auth/actor';
import { listTokens } from '@/lib/auth/tokens/data';
import { createToken, revokeToken } from '@/lib/auth/tokens/mutations';
import { actorIn } from './chosen-team';
import { columns } from './columns';

/** The token alone, so that a script can keep it in a variable. */
export async function createTokenFor(given: {
  name: string;
  role: Role;
  team?: string;
  days?: number;
}): Promise<string[]> {
  const { name, role, team, days } = given;
  const actor = await actorIn(team);
  const { token } = await createToken({ actor, name, role, expiresInDays: days });
  return [token];
}

export async function printTokens(given: { team?: string }): Promise<string[]> {
  const tokens = await listTokens({ actor: await actorIn(given.team) });
  const head = ['ID', 'BEGINS', 'NAME', 'ROLE', 'LAST USED', 'STATE'];
  return columns(
    head,
    tokens.map(({ id, prefix, name, role, lastUsedAt, expiresAt, revokedAt }) => [
      id,
      prefix,
      name,
      role,
      lastUsedAt ?? 'never',
      state({ expiresAt, revokedAt }),
    ]),
  );
}

function state(token: { expiresAt: string | null; revokedAt: string | null }): string {
  if (token.revokedAt) return `revoked ${token.revokedAt}`;
  if (!token.expiresAt) return 'good';
  return Date.parse(token.expiresAt) > Date.now()
    ? `good until ${token.expiresAt}`
    : `expired ${token.expiresAt}`;
}

export async function revokeTokenOf(given: { id: string; team?: string }): Promise<string[]> {
  const { name, revokedAt } = await revokeToken({
    actor: await actorIn(given.team),
    id: given.id,
  });
  return [`${name}: revoked ${revokedAt}`];
}
