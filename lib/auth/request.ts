/** The actor of a REST request: an API token, or the browser's session. */
import { AppError } from '@/lib/core/errors';
import type { Actor } from './actor';
import { mayUseCookie } from './same-origin';
import { accountOfSession, actorOfAccount, teamCookie } from './session';
import { actorOfToken } from './tokens/use';

/**
 * Who asks, or null for nobody. An Authorization header counts alone, even
 * when it is wrong. Throws ERR_CROSS_SITE for a session's request that
 * changes something and does not come from our own pages.
 */
export async function actorOfRequest(request: Request): Promise<Actor | null> {
  const { headers } = request;
  const authorization = headers.get('authorization');
  if (authorization !== null) return actorOfToken(bearer(authorization));
  const cookies = cookiesOf(headers);
  const account = await accountOfSession({ cookies, headers });
  if (!account) return null;
  if (!mayUseCookie(request)) {
    throw new AppError({
      class: 'forbidden',
      code: 'ERR_CROSS_SITE',
      message:
        'A session changes things only from our own pages. Programs send an API token as `Authorization: Bearer TOKEN`.',
    });
  }
  return actorOfAccount(account, cookies.get(teamCookie));
}

function bearer(authorization: string): string {
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '';
}

/** The request's cookies, by name (RFC 6265, section 5.4). */
export function cookiesOf(headers: Headers): Map<string, string> {
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return new Map(
    pairs.flatMap((pair) => {
      const at = pair.indexOf('=');
      return at > 0 ? [[pair.slice(0, at), decoded(pair.slice(at + 1))] as const] : [];
    }),
  );
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
