/**
 * The token that a boot medium carries: `ID.SIGNATURE`, signed by the
 * installation's secret. Nothing is kept, so it can be shown again to whoever
 * may make media, and nobody can make one up. Whether it still opens anything
 * is the row's business, never the token's.
 */
import { isUuid } from '@/lib/core/ids';
import { sameText, sign } from '@/lib/core/secret';

const purpose = 'enrolment';

/** Longer than any token of ours, in characters. */
const lengthLimit = 100;

/** The token of an enrolment: letters, digits, `.`, `-` and `_`, safe in a URL and in an iPXE script. */
export function enrolmentToken(id: string): string {
  return `${id}.${sign(purpose, id)}`;
}

/** The enrolment's id, or null when the signature is not ours. */
export function readEnrolmentToken(token: string): string | null {
  if (token.length > lengthLimit) return null;
  const dot = token.indexOf('.');
  if (dot < 0) return null;
  const id = token.slice(0, dot);
  if (!isUuid(id) || id !== id.toLowerCase()) return null;
  return sameText(token.slice(dot + 1), sign(purpose, id)) ? id : null;
}
