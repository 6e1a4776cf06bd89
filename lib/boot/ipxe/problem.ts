/**
 * What a machine gets in the place of a sub script that cannot be rendered:
 * the reason on its screen, and then its local disk. Trying again would give
 * the same, for what the install renders is pinned.
 */
import { ipxeEcho } from './escape';

/** The script; `lines` are sentences. */
export function problemScript(lines: string[]): string {
  return [
    '#!ipxe',
    'echo',
    ...lines.map((line) => `echo ${ipxeEcho(line)}`),
    'echo Nothing has been written to a disk. The machine boots its local disk in 30 seconds.',
    'prompt --key s --timeout 30000 Press s for a shell... && shell ||',
    'exit 1',
    '',
  ].join('\n');
}
