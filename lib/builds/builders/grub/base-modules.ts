/** The modules that every image has: enough to find a kernel on a disk or on the network, and to start it. */
import type { GrubFragment, GrubPlatform } from './schema';

const everywhere = [
  // The configuration itself lies in an archive in memory.
  ...['memdisk', 'tar'],
  // The language of configurations, and the prompt.
  ...['normal', 'configfile', 'echo', 'test', 'true', 'sleep', 'read', 'eval', 'regexp'],
  ...['ls', 'cat', 'help', 'minicmd', 'terminal', 'terminfo', 'serial', 'loadenv'],
  // What to start.
  ...['boot', 'linux', 'chain', 'halt', 'reboot', 'gzio', 'loopback'],
  // Where to find it.
  ...['search', 'search_label', 'search_fs_uuid', 'search_fs_file', 'probe'],
  ...['part_gpt', 'part_msdos', 'fat', 'iso9660', 'ext2'],
  ...['net', 'tftp', 'http'],
];

const platforms: Record<'efi' | 'pc', string[]> = {
  efi: ['efinet', 'efi_gop', 'efifwsetup'],
  // The card is reached by the PXE stack in its ROM.
  pc: ['biosdisk', 'linux16', 'pxe'],
};

/** Names of the modules, in one order. */
export function baseModules(platform: GrubPlatform): string[] {
  const own = platforms[platform === 'i386-pc' ? 'pc' : 'efi'];
  return [...everywhere, ...own].sort();
}

/** What grub-mkimage calls the form of that image. */
export function imageFormat(spec: { platform: GrubPlatform; fragment: GrubFragment }): string {
  return spec.fragment === 'pxe' ? 'i386-pc-pxe' : spec.platform;
}
