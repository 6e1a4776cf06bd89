/** Writes of API tokens. */
import { db } from '@/lib/core/db';
import { notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { newToken, sha256 } from '@/lib/core/secret';
import type { Actor, Role } from '../actor';
import { audit } from '../audit';
import type { TokenView } from '../schema';
import { tokenViewOf } from './data';

/** Characters kept to tell tokens apart: `prov_` and 6 of the 43 random ones. */
const shownCharacters = 11;

const day = 24 * 60 * 60 * 1_000;

/** Makes a token for the actor's team. Its secret is in the answer, and nowhere afterwards. */
export async function createToken(given: {
  actor: Actor;
  name: string;
  role: Role;
  expiresInDays?: number | null;
}): Promise<TokenView & { token: string }> {
  const { actor, name, role, expiresInDays } = given;
  const token = newToken('prov');
  const row = await db().apiToken.create({
    data: {
      teamId: actor.teamId,
      name,
      role,
      prefix: token.slice(0, shownCharacters),
      tokenHash: sha256(token),
      createdBy: actor.name,
      expiresAt: expiresInDays ? new Date(Date.now() + expiresInDays * day) : null,
    },
    omit: { tokenHash: true, teamId: true },
  });
  await audit({ actor, action: 'token.create', subject: name, detail: { id: row.id, role } });
  return { ...tokenViewOf(row), token };
}

/** Ends a token at once; a second time changes nothing. Throws ERR_TOKEN_NOT_FOUND. */
export async function revokeToken(given: { actor: Actor; id: string }): Promise<TokenView> {
  const { actor, id } = given;
  const row = isUuid(id)
    ? await db().apiToken.findFirst({
        where: { id, teamId: actor.teamId },
        omit: { tokenHash: true, teamId: true },
      })
    : null;
  if (!row) throw notFound('The token', 'ERR_TOKEN_NOT_FOUND');
  if (row.revokedAt) return tokenViewOf(row);
  const revokedAt = new Date();
  await db().apiToken.update({ where: { id }, data: { revokedAt } });
  await audit({ actor, action: 'token.revoke', subject: row.name, detail: { id } });
  return tokenViewOf({ ...row, revokedAt });
}

/** Notes that a token was used just now. */
export async function noteTokenUse(id: string): Promise<void> {
  await db().apiToken.updateMany({ where: { id }, data: { lastUsedAt: new Date() } });
}
