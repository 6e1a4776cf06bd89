/** Reads of SSH keys. Rows of another team are "not found". */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { type AppError, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import type { SshKeyView } from './schema';

/** The error for a key that is not there, or another team's. */
export function sshKeyNotFound(): AppError {
  return notFound('This SSH key', 'ERR_SSHKEY_NOT_FOUND');
}

/** The team's keys by name. `after` is the id of the last one of the page before. */
export async function listSshKeys(given: {
  actor: Actor;
  limit?: number;
  after?: string;
}): Promise<SshKeyView[]> {
  const { actor, limit, after } = given;
  const rows = await db().sshKey.findMany({
    where: { teamId: actor.teamId },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit,
    ...(after && isUuid(after) ? { cursor: { id: after }, skip: 1 } : {}),
  });
  return rows.map(sshKeyOf);
}

/** One key. Throws ERR_SSHKEY_NOT_FOUND. */
export async function readSshKey(given: { actor: Actor; id: string }): Promise<SshKeyView> {
  const { actor, id } = given;
  if (!isUuid(id)) throw sshKeyNotFound();
  const row = await db().sshKey.findFirst({ where: { id, teamId: actor.teamId } });
  if (!row) throw sshKeyNotFound();
  return sshKeyOf(row);
}

/** A row of SshKey as a plain value. */
export function sshKeyOf(row: {
  id: string;
  name: string;
  publicKey: string;
  fingerprint: string;
  createdAt: Date;
}): SshKeyView {
  const { id, name, publicKey, fingerprint, createdAt } = row;
  const type = publicKey.split(' ')[0] ?? '';
  return { id, name, type, publicKey, fingerprint, createdAt: createdAt.toISOString() };
}
