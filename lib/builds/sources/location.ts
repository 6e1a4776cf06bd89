/** Where a source is to be had: what IPXE_SOURCE may say. */
import path from 'node:path';

export type SourceLocation =
  | { kind: 'folder'; path: string }
  /** `ref` is a branch, a tag or HEAD. */
  | { kind: 'git'; url: string; ref: string };

/** The schemes that git fetches by without running a helper of anybody's choice. */
export const gitProtocols = ['https', 'http', 'ssh', 'git', 'file'];

/**
 * Reads a folder's absolute path or a git URL, which may end with `#` and a
 * branch or tag. Throws a sentence about what is wrong with it.
 */
export function parseLocation(text: string): SourceLocation {
  const given = text.trim();
  if (hasControl(given)) throw new Error('must not hold control characters');
  if (given.startsWith('-')) throw new Error('must not begin with a dash');
  if (given.startsWith('/')) return { kind: 'folder', path: path.resolve(given) };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(given)?.[1]?.toLowerCase();
  if (scheme === undefined && /^[\w.-]+@[\w.-]+:[^-\s][^\s]*$/.test(given)) {
    // git's short form of ssh://user@host/path
    return withRef(given);
  }
  if (scheme === undefined || !gitProtocols.includes(scheme)) {
    throw new Error(
      `must be an absolute path of a folder, or a git URL that begins with ${gitProtocols.map((name) => `${name}://`).join(', ')}`,
    );
  }
  if (/\s/.test(given)) throw new Error('must not hold spaces');
  // To git the host would begin at the first "@", or end at the first "/": it would ask a name server for a password.
  if (scheme !== 'file' && /^[a-z]+:\/\/[^@/#]*(@[^@#]*|\/[^#]*)@/i.test(given)) {
    throw new Error(
      'must have "@" and "/" written as %40 and %2F in a password, and "@" behind the host, too',
    );
  }
  // A host that begins with a dash would be an option of ssh's.
  if (/^[a-z]+:\/\/([^/@]*@)?-/i.test(given)) throw new Error('must name a host');
  return withRef(given);
}

/**
 * The location without what stands before the host, which may be a password,
 * or a token in the place of a name: as people and logs may see it. Up to the
 * last "@", whatever is before it: what is wrongly written is shown, too.
 */
export function shownLocation(text: string): string {
  const given = text.trim();
  // A folder, and ssh's short form, whose name is none of a secret.
  if (given.startsWith('/') || /^[\w.-]+@[^@]*$/.test(given)) return given;
  return given.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1…@');
}

/** A text of git's about a location, without what is not shown of that one, or of any other URL. */
export function shownText(given: { text: string; location: string }): string {
  const { location } = given;
  let text = given.text.replaceAll(location, shownLocation(location));
  text = text.replaceAll(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s'"<>]*@/gi, '$1…@');
  for (const secret of secretsOf(location)) text = text.replaceAll(secret, '…');
  return text;
}

/** Shorter than any secret: it would be found in words. */
const shortestSecret = 6;

/** The password, or what stands in its place, as it is written and as it is meant; the longest first. */
function secretsOf(location: string): string[] {
  const before = /^[a-z][a-z0-9+.-]*:\/\/(.*)@/is.exec(location.trim())?.[1];
  if (before === undefined) return [];
  const colon = before.indexOf(':');
  const written = [before, before.slice(colon + 1)];
  return [...written, ...written.map(decoded)]
    .filter((text) => text.length >= shortestSecret)
    .sort((one, other) => other.length - one.length);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withRef(given: string): SourceLocation {
  const at = given.indexOf('#');
  if (at < 0) return { kind: 'git', url: given, ref: 'HEAD' };
  const ref = given.slice(at + 1);
  // The rules of git check-ref-format that matter here, and no leading dash.
  if (!/^[A-Za-z0-9][\w./+-]{0,200}$/.test(ref) || ref.includes('..') || ref.endsWith('/')) {
    throw new Error('must name a branch or a tag behind "#"');
  }
  return { kind: 'git', url: given.slice(0, at), ref };
}

function hasControl(text: string): boolean {
  return [...text].some((sign) => sign < ' ' || sign === '\u007f');
}
