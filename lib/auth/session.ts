/** The session: what the cookie holds, where it sits, and the actor that comes out of it. */
import { decode } from 'next-auth/jwt';
import { derivedKey } from '@/lib/core/secret';
import type { Actor } from './actor';
import { readAccount } from './users/data';
import type { Account } from './users/schema';

/** Seconds. */
export const sessionLife = 30 * 24 * 60 * 60;

/** Names the team that the browser works in; membership is checked at every request. */
export const teamCookie = 'provisioner-team';

/** Key of the session cookie's encryption; nobody has to set NEXTAUTH_SECRET. */
export function sessionSecret(): string {
  return derivedKey('session');
}

/** True when the browser came by https, to us or to the proxy before us. */
export function isSecure(headers: Headers): boolean {
  return headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
}

/** On https the prefix makes browsers refuse the cookie from plain http. */
function sessionCookie(secure: boolean): string {
  return `${secure ? '__Secure-' : ''}next-auth.session-token`;
}

/** What reads cookies: Next's store, or a request's header. */
export interface CookieReader {
  get(name: string): string | undefined;
}

/** The account that is signed in, or null. Throws only when the database is away. */
export async function accountOfSession(given: {
  cookies: CookieReader;
  headers: Headers;
}): Promise<Account | null> {
  const token = given.cookies.get(sessionCookie(isSecure(given.headers)));
  if (!token) return null;
  const claims = await decode({ token, secret: sessionSecret() }).catch(() => null);
  return accountOfClaims(claims);
}

/** The account of a decoded session; null when it was ended or its user is gone. */
export async function accountOfClaims(
  claims: { sub?: string; version?: unknown } | null,
): Promise<Account | null> {
  if (!claims?.sub) return null;
  const account = await readAccount(claims.sub);
  return account && account.tokenVersion === claims.version ? account : null;
}

/**
 * The actor of an account in the team of its choice, or in the first of its
 * teams when the choice is none of them. Null for an account without a team.
 */
export function actorOfAccount(account: Account, teamId: string | undefined): Actor | null {
  const { memberships } = account;
  const chosen = memberships.find((one) => one.teamId === teamId) ?? memberships[0];
  if (!chosen) return null;
  return {
    kind: 'user',
    id: account.id,
    name: account.email,
    teamId: chosen.teamId,
    teamName: chosen.teamName,
    role: chosen.role,
    owner: chosen.owner,
  };
}
