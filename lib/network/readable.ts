/** Whether a folder can be read by everybody, which decides whom dnsmasq becomes. */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * The user that dnsmasq becomes when root starts it. `nobody` wherever that
 * user can reach the TFTP root and the host files; `root` where a folder
 * above them is closed, since nothing could be served otherwise.
 */
export function dnsmasqUser(folders: string[]): 'nobody' | 'root' {
  return folders.every(readableByAll) ? 'nobody' : 'root';
}

function readableByAll(folder: string): boolean {
  try {
    const real = realpathSync(folder);
    if ((statSync(real).mode & 0o005) !== 0o005) return false;
    return ancestors(real).every((one) => (lstatSync(one).mode & 0o001) !== 0);
  } catch {
    return false;
  }
}

function ancestors(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [parent, ...ancestors(parent)];
}
