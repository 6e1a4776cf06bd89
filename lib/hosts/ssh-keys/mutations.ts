/** Writes of SSH keys. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { AppError, invalid, isUniqueViolation } from '@/lib/core/errors';
import { readSshKey, sshKeyOf } from './data';
import { parsePublicKey } from './public-key';
import type { NewSshKey, SshKeyView } from './schema';

/** Adds a key. Throws ERR_INVALID_SSH_KEY with the reason, ERR_SSHKEY_TAKEN. */
export async function createSshKey(given: { actor: Actor; input: NewSshKey }): Promise<SshKeyView> {
  const { actor, input } = given;
  const parsed = parsePublicKey(input.publicKey);
  if ('problem' in parsed) throw invalid('publicKey', parsed.problem, 'ERR_INVALID_SSH_KEY');
  const { line, comment, fingerprint, type } = parsed.key;
  const name = input.name || comment || type;
  const row = await db()
    .sshKey.create({ data: { teamId: actor.teamId, name, publicKey: line, fingerprint } })
    .catch((error) => {
      throw isUniqueViolation(error) ? taken(fingerprint) : error;
    });
  await audit({ actor, action: 'ssh-key.create', subject: name, detail: { fingerprint } });
  return sshKeyOf(row);
}

/** Removes a key. Hosts that are installed already keep it. */
export async function deleteSshKey(given: { actor: Actor; id: string }): Promise<{ id: string }> {
  const { actor, id } = given;
  const key = await readSshKey(given);
  await db().sshKey.deleteMany({ where: { id, teamId: actor.teamId } });
  const detail = { fingerprint: key.fingerprint };
  await audit({ actor, action: 'ssh-key.delete', subject: key.name, detail });
  return { id };
}

function taken(fingerprint: string): AppError {
  return new AppError({
    class: 'conflict',
    code: 'ERR_SSHKEY_TAKEN',
    message: `This team has that key already (${fingerprint}).`,
    field: 'publicKey',
  });
}
