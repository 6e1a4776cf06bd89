/**
 * Cross-site requests. A browser sends our cookie with them, so whatever
 * changes something by a cookie must come from our own pages. Browsers send
 * Sec-Fetch-Site to https and localhost only, so on a lab's plain http the
 * Origin header decides (RFC 6454; Fetch standard, "Sec-Fetch-Site").
 */

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** True when the request may act with the browser's cookie. */
export function mayUseCookie(given: { method: string; headers: Headers }): boolean {
  const { method, headers } = given;
  if (safeMethods.includes(method)) return true;
  const site = headers.get('sec-fetch-site');
  if (site) return site === 'same-origin';
  return sameHost(headers.get('origin'), headers);
}

/** A proxy may end https before us, so the host is compared and the scheme is not. */
function sameHost(origin: string | null, headers: Headers): boolean {
  if (!origin || !URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  const forwarded = headers.get('x-forwarded-host')?.split(',')[0]?.trim();
  return host !== '' && (host === headers.get('host') || host === forwarded);
}
