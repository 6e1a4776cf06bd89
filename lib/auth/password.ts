/** Passwords: argon2id with OWASP's parameters (19 MiB, 2 passes), about 14 ms. */
import { hash, verify } from '@node-rs/argon2';
import { shared } from '@/lib/core/shared';

/** Argon2id is the library's default algorithm; its enum cannot be imported in isolation. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The same letters typed on another keyboard are the same password (RFC 8265). */
function normalised(password: string): string {
  return password.normalize('NFKC');
}

/** A hash in PHC form, salt and parameters included. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), cost);
}

/**
 * True when the password belongs to the hash. Without a hash it does the
 * same work and says false, so that time does not tell who has an account.
 */
export async function passwordMatches(given: {
  password: string;
  hash: string | null | undefined;
}): Promise<boolean> {
  const known = given.hash ?? (await shared('no-password', () => hashPassword('nobody')));
  const matches = await verify(known, normalised(given.password));
  return matches && given.hash != null;
}
