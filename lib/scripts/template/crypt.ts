/** Password hashes for installers: SHA-512 crypt, as crypt(5) has it. */

import { sign } from '@/lib/core/secret';
import { mask, Refusal } from './literal';
import { sha512Crypt } from './sha512-crypt';

/**
 * `$6$…` of a password. The salt comes from the installation's key and the
 * password, so that the same password gives the same hash whenever a script
 * is rendered, and another one at another installation. A masked secret stays
 * masked.
 */
export function cryptedPassword(password: string): string {
  if (password === mask) return mask;
  if (password === '') throw new Refusal('is empty: an empty password lets in everybody');
  if (Buffer.byteLength(password) > 255) throw new Refusal('is longer than 255 bytes');
  const salt = sign('crypt', password).slice(0, 16).replaceAll('-', '.').replaceAll('_', '/');
  return sha512Crypt({ password, salt });
}
