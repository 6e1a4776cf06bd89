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
  // A host that begins with a dash would be an option of ssh's.
  if (/^[a-z]+:\/\/([^/@]*@)?-/i.test(given)) throw new Error('must name a host');
  return withRef(given);
}

/** The location without a password, as people and logs may see it. */
export function shownLocation(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/:@]*):[^/@]*@/i, '$1:…@');
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
