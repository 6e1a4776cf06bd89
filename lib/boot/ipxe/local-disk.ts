/**
 * The script that boots a machine's own disk. It ends with status 1, which
 * the main script knows as "the local disk is meant", not as a failure.
 *
 * UEFI: `exit 1`, a bare `exit` lands in firmware setup on Dell and Lenovo
 * (netboot.xyz#1276, tinkerbell#984). BIOS: the first disk by `sanboot`, and
 * where it is outside the boot order (ipxe#1033) the firmware goes on.
 */
import type { LocalBoot } from '../decide';
import { ipxeEcho } from './escape';

/** The script, for a host's name. */
export function localDiskScript(given: { name: string; how: LocalBoot }): string {
  return [
    '#!ipxe',
    `echo ${ipxeEcho(given.name)} boots its local disk`,
    'imgfree ||',
    ...steps[given.how],
    '',
  ].join('\n');
}

const exit = ['exit 1'];

const sanboot = [
  'sanboot --no-describe --drive 0x80 || goto failed',
  'exit 1',
  ':failed',
  'echo The first disk could not be booted. Going on with the next boot entry of the firmware.',
  'sleep 3 ||',
  'exit 1',
];

const second = [
  'sanboot --no-describe --drive 0x81 || echo There is no second disk to boot.',
  ...sanboot,
];

const ask = ['iseq ${platform} pcbios || exit 1', ...sanboot];

const steps: Record<LocalBoot, string[]> = { exit, sanboot, second, ask };
