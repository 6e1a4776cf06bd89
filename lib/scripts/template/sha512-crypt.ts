/**
 * SHA-512 crypt (`$6$`), as Ulrich Drepper's paper and glibc have it, with the
 * default of 5,000 rounds. Ours, because the library that we tried hashed
 * passwords of 64, 128 or 192 bytes otherwise than glibc.
 */
import { createHash } from 'node:crypto';

const rounds = 5_000;
const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function digest(...parts: Buffer[]): Buffer {
  const hash = createHash('sha512');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** As many bytes of `source`, over and over, as `length`. */
function repeated(source: Buffer, length: number): Buffer {
  return Buffer.alloc(length, source);
}

/** The hash of a password that is not empty; `salt` has up to 16 characters of `./0-9A-Za-z`. */
export function sha512Crypt(given: { password: string; salt: string }): string {
  const password = Buffer.from(given.password);
  const salt = Buffer.from(given.salt);
  const alternate = digest(password, salt, password);
  const start: Buffer[] = [password, salt, repeated(alternate, password.length)];
  for (let bits = password.length; bits > 0; bits >>= 1) {
    start.push(bits & 1 ? alternate : password);
  }
  let result = digest(...start);
  const passwords = digest(...Array<Buffer>(password.length).fill(password));
  const salts = digest(...Array<Buffer>(16 + (result[0] ?? 0)).fill(salt));
  const p = repeated(passwords, password.length);
  const s = repeated(salts, salt.length);
  for (let round = 0; round < rounds; round += 1) {
    const parts = [round & 1 ? p : result];
    if (round % 3) parts.push(s);
    if (round % 7) parts.push(p);
    parts.push(round & 1 ? result : p);
    result = digest(...parts);
  }
  return `$6$${given.salt}$${encoded(result)}`;
}

/** Base 64 of its own: three bytes a time in an order of its own, the last byte alone. */
function encoded(bytes: Buffer): string {
  let text = '';
  let triple = [0, 21, 42];
  for (let group = 0; group < 21; group += 1) {
    const [a = 0, b = 0, c = 0] = triple.map((at) => bytes[at]);
    text += characters((a << 16) | (b << 8) | c, 4);
    triple = [triple[1] ?? 0, triple[2] ?? 0, triple[0] ?? 0].map((at) => at + 1);
  }
  return text + characters(bytes[63] ?? 0, 2);
}

function characters(bits: number, count: number): string {
  let text = '';
  for (let at = 0; at < count; at += 1) text += alphabet[(bits >> (6 * at)) & 63];
  return text;
}
