/** Signing in with e-mail and password: limits, and one answer for every failure. */
import { AppError } from '@/lib/core/errors';
import { shared } from '@/lib/core/shared';
import { passwordMatches } from './password';
import { RateLimit } from './rate-limit';
import { readCredentials } from './users/data';
import { noteSignIn } from './users/mutations';

const span = 5 * 60 * 1_000;

/** A person who mistypes is under the first; the others bound somebody who changes addresses or names. */
const limits = {
  pair: { limit: 10, span },
  email: { limit: 100, span },
  address: { limit: 100, span },
};

interface Limits {
  pair: RateLimit;
  email: RateLimit;
  address: RateLimit;
}

function counters(): Limits {
  return shared('sign-in-limits', () => ({
    pair: new RateLimit(limits.pair),
    email: new RateLimit(limits.email),
    address: new RateLimit(limits.address),
  }));
}

export interface SignedIn {
  id: string;
  email: string;
  name: string;
  tokenVersion: number;
}

/**
 * The user with this e-mail and password, or null: whether the e-mail is
 * unknown or the password wrong is told neither by the answer nor by its
 * time. Throws ERR_TOO_MANY_ATTEMPTS after 10 attempts in 5 minutes from one
 * address for one e-mail.
 */
export async function signIn(given: {
  email: string;
  password: string;
  address: string;
}): Promise<SignedIn | null> {
  const email = given.email.trim().toLowerCase().slice(0, 254);
  const pair = `${given.address} ${email}`;
  const { pair: pairs, email: emails, address: addresses } = counters();
  const wait = Math.max(pairs.take(pair), emails.take(email), addresses.take(given.address));
  if (wait > 0) throw tooMany(wait);

  const found = await readCredentials(email);
  const password = given.password.slice(0, 200);
  const matches = await passwordMatches({ password, hash: found?.passwordHash });
  if (!found || !matches) return null;
  pairs.forget(pair);
  await noteSignIn(found.id);
  const { passwordHash: _passwordHash, ...user } = found;
  return user;
}

function tooMany(wait: number): AppError {
  const minutes = Math.ceil(wait / 60_000);
  return new AppError({
    class: 'tooMany',
    code: 'ERR_TOO_MANY_ATTEMPTS',
    message: `Too many attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
  });
}

/**
 * The address that a request came from. Of a forwarded list the last counts:
 * it was written by the nearest proxy, the others by whoever came.
 */
export function addressOf(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown';
}
