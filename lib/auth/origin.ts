/** The address by which somebody reached us, whatever name or port that is. */
import { isSecure } from './session';

/** Scheme, host and port as the browser knows them, without a path. */
export function originOf(request: Request): string {
  return originIn(request.headers, new URL(request.url).host);
}

/** The same where a page has the headers only. `otherwise`: the host when they name none. */
export function originIn(headers: Headers, otherwise = 'localhost'): string {
  const forwarded = headers.get('x-forwarded-host')?.split(',')[0]?.trim();
  const host = forwarded || headers.get('host') || otherwise;
  return `${isSecure(headers) ? 'https' : 'http'}://${host}`;
}
