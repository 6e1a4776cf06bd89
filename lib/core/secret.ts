/**
 * The installation's secret: everything signed or derived comes from it.
 * It is PROVISIONER_SECRET, or a file in the data folder that only its owner
 * can read, made at the first start. Several web processes behind one
 * address must be given the same one by environment.
 */
import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dataPath, env } from './env';
import { shared } from './shared';

function load(): string {
  const given = env().PROVISIONER_SECRET;
  if (given) return given;
  const file = dataPath('secret.key');
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    // `wx`: of two processes that start at once, one makes it and both read it.
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
}

function secret(): string {
  return shared('secret', load);
}

/** A key for one purpose, 32 bytes as base64url (HKDF-SHA256, RFC 5869). */
export function derivedKey(purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secret(), 'provisioner', purpose, 32)).toString(
    'base64url',
  );
}

/** HMAC-SHA256 of `value` under the key for `purpose`, base64url, 32 characters (192 bits). */
export function sign(purpose: string, value: string): string {
  return createHmac('sha256', derivedKey(purpose)).update(value).digest('base64url').slice(0, 32);
}

/** Compares in constant time. */
export function sameText(left: string, right: string): boolean {
  const [a, b] = [sha256(left), sha256(right)].map((hex) => Buffer.from(hex, 'hex')) as [
    Buffer,
    Buffer,
  ];
  return timingSafeEqual(a, b);
}

/** SHA-256 in lower-case hex. */
export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A new random token: prefix, underscore, 32 bytes as base64url. */
export function newToken(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}
