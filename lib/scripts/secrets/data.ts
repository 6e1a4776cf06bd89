/** Reads of secrets. Values leave by `openSecrets` alone. */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { namedIn, templatesOf } from '../template/data';
import type { SecretView } from './schema';
import { unseal } from './seal';

/** The team's secrets by name, with the scripts that name them. */
export async function listSecrets(given: { actor: Actor }): Promise<SecretView[]> {
  const { teamId } = given.actor;
  const [rows, templates] = await Promise.all([
    db().secret.findMany({
      where: { teamId },
      orderBy: { name: 'asc' },
      select: { id: true, name: true, createdAt: true, updatedAt: true, updatedBy: true },
    }),
    templatesOf({ teamId, naming: 'secrets' }),
  ]);
  const uses = templates.map((script) => ({ script, names: namedIn(script).secrets }));
  return rows.map(({ createdAt, updatedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    usedBy: uses
      .filter(({ names }) => names.includes(row.name))
      .map(({ script: { id, kind, title } }) => ({ id, kind, title })),
  }));
}

/** Names of the team's secrets. */
export async function secretNames(given: { teamId: string }): Promise<string[]> {
  const { teamId } = given;
  const rows = await db().secret.findMany({ where: { teamId }, select: { name: true } });
  return rows.map(({ name }) => name);
}

/**
 * Values by name, for a script that is about to be served and for nothing
 * else. Names that there is no secret of are left out. Throws
 * ERR_SECRET_UNREADABLE.
 */
export async function openSecrets(given: {
  teamId: string;
  names: string[];
}): Promise<Record<string, string>> {
  const { teamId, names } = given;
  const rows = await db().secret.findMany({
    where: { teamId, name: { in: names } },
    select: { name: true, sealed: true },
  });
  return Object.fromEntries(
    rows.map(({ name, sealed }) => [name, unseal({ teamId, name, sealed })]),
  );
}
