/**
 * How the store keeps a secret: AES-256-GCM under a key that is derived from
 * the installation's (a file of mode 0600 in the data folder). Team and name
 * are authenticated with it, so that a row moved to another name or team does
 * not open. Pure but for the key.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '@/lib/core/errors';
import { derivedKey, sha256 } from '@/lib/core/secret';

interface Owner {
  teamId: string;
  name: string;
}

function key(): Buffer {
  return Buffer.from(derivedKey('secrets'), 'base64url');
}

/** Tells keys apart without telling anything of them. */
function keyMark(): string {
  return sha256(Buffer.concat([Buffer.from('mark'), key()])).slice(0, 12);
}

function bound({ teamId, name }: Owner): Buffer {
  return Buffer.from(`${teamId}/${name}`);
}

/** The sealed form of a value: another one at every call. */
export function seal(given: Owner & { value: string }): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key(), nonce).setAAD(bound(given));
  const sealed = Buffer.concat([cipher.update(given.value, 'utf8'), cipher.final()]);
  const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
  return ['1', keyMark(), ...parts].join('.');
}

/** The value. Throws ERR_SECRET_UNREADABLE, saying whether the key is another or the row was changed. */
export function unseal(given: Owner & { sealed: string }): string {
  const { name, sealed } = given;
  const [version, mark, ...parts] = sealed.split('.');
  const [nonce, tag, data] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (version !== '1' || nonce?.length !== 12 || tag?.length !== 16 || !data) {
    throw unreadable(name, 'it is not in a form that this version knows');
  }
  if (mark !== keyMark()) {
    throw unreadable(
      name,
      'it was sealed with another key. Bring back the file secret.key of the data folder (or PROVISIONER_SECRET) that it was written with, or write the secret again',
    );
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', key(), nonce, { authTagLength: 16 });
    decipher.setAAD(bound(given)).setAuthTag(tag);
    return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
  } catch {
    throw unreadable(name, 'its row was changed from outside. Write the secret again');
  }
}

function unreadable(name: string, why: string): AppError {
  return new AppError({
    class: 'unavailable',
    code: 'ERR_SECRET_UNREADABLE',
    message: `The secret ${name} cannot be opened: ${why}.`,
  });
}
