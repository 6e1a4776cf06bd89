/**
 * The token in an install's URLs: `ID.SIGNATURE`, signed by the installation's
 * secret, so that nothing needs to be kept and nobody can make one up. What a
 * token may still do is the gate's decision, never the token's.
 */
import { isUuid } from '@/lib/core/ids';
import { sameText, sign } from '@/lib/core/secret';

/** The token of an install, safe in a URL and on a kernel command line. */
export function installToken(installId: string): string {
  return `${installId}.${sign('install', installId)}`;
}

/** The install's id, or null when the signature is not ours. */
export function readInstallToken(token: string): string | null {
  const dot = token.indexOf('.');
  if (dot < 0) return null;
  const id = token.slice(0, dot);
  if (!isUuid(id) || id !== id.toLowerCase()) return null;
  return sameText(token.slice(dot + 1), sign('install', id)) ? id : null;
}
