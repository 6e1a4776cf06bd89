/** The address by which somebody reached us, whatever name or port that is. */
import { isSecure } from './session';

/** Scheme, host and port as the browser knows them, without a path. */
export function originOf(request: Request): string {
  const forwarded = request.headers.get('x-forwarded-host')?.split(',')[0]?.trim();
  const host = forwarded || request.headers.get('host') || new URL(request.url).host;
  return `${isSecure(request.headers) ? 'https' : 'http'}://${host}`;
}
