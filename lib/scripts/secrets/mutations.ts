/** Writes of secrets. The audit trail tells who and which, never what. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { AppError, notFound } from '@/lib/core/errors';
import { listSecrets } from './data';
import type { SecretView } from './schema';
import { seal } from './seal';

/** Stores a value under a name, in place of the one before. */
export async function putSecret(given: {
  actor: Actor;
  name: string;
  value: string;
}): Promise<SecretView> {
  const { actor, name, value } = given;
  const { teamId } = actor;
  const written = { sealed: seal({ teamId, name, value }), updatedBy: actor.name };
  const key = { teamId_name: { teamId, name } };
  const before = await db().secret.findUnique({ where: key, select: { id: true } });
  await db().secret.upsert({
    where: key,
    create: { teamId, name, ...written },
    update: written,
    select: { id: true },
  });
  await audit({ actor, action: `secret.${before ? 'change' : 'create'}`, subject: name });
  return findSecret({ actor, name });
}

/** Removes a secret. Throws ERR_SECRET_IN_USE with the scripts that name it as `data.usedBy`. */
export async function deleteSecret(given: { actor: Actor; name: string }): Promise<{ id: string }> {
  const { actor, name } = given;
  const { id, usedBy } = await findSecret(given);
  if (usedBy.length > 0) {
    const titles = usedBy.map(({ title }) => `"${title}"`).join(', ');
    throw new AppError({
      class: 'conflict',
      code: 'ERR_SECRET_IN_USE',
      message: `The secret ${name} is used by ${titles}. Take it out there first.`,
      data: { usedBy },
    });
  }
  await db().secret.deleteMany({ where: { id, teamId: actor.teamId } });
  await audit({ actor, action: 'secret.delete', subject: name });
  return { id };
}

async function findSecret(given: { actor: Actor; name: string }): Promise<SecretView> {
  const secrets = await listSecrets({ actor: given.actor });
  const found = secrets.find(({ name }) => name === given.name);
  if (!found) throw notFound(`The secret ${given.name}`, 'ERR_SECRET_NOT_FOUND');
  return found;
}
