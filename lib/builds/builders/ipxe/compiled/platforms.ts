/** What compiling for each platform needs on this machine, and which files can be made. */
import type { NeededTool } from '@/lib/builds/builder';
import { mediumTools } from '../../iso/medium';
import { extensionsOf, type IpxeExtension, type IpxePlatform, ipxeDrivers } from '../schema';
import type { CompiledWish } from './wish';

/** Names of all files of a platform, such as `ipxe.efi`. */
export function platformFiles(platform: IpxePlatform): string[] {
  return ipxeDrivers.flatMap((driver) =>
    extensionsOf({ platform, driver }).map((extension) => `${driver}.${extension}`),
  );
}

/**
 * Whether a file is a UEFI medium. Those are put together here, as prebuilt
 * ones are: iPXE's own `genfsimg` fails with the mtools of Debian 12.
 */
export function isEfiMedium({
  platform,
  extension,
}: Pick<CompiledWish, 'platform' | 'extension'>): boolean {
  return platform.endsWith('-efi') && extension !== 'efi';
}

/** Names of the files of a platform that iPXE's make makes. */
export function madeFiles(platform: IpxePlatform): string[] {
  return platformFiles(platform).filter(
    (name) => !isEfiMedium({ platform, extension: name.split('.')[1] as IpxeExtension }),
  );
}

/** What is before `gcc` and `ld` in the names of the tools for a platform; empty: the machine's own. */
export function crossPrefix(platform: IpxePlatform, machine: string = process.arch): string {
  const arm = platform === 'bin-arm64-efi';
  if (arm) return machine === 'arm64' ? '' : 'aarch64-linux-gnu-';
  return machine === 'arm64' ? 'x86_64-linux-gnu-' : '';
}

/** The programs, and the files that are read (by absolute path), that compiling a file needs. */
export function compiledTools(
  wish: Pick<CompiledWish, 'platform' | 'extension'>,
  machine: string = process.arch,
): NeededTool[] {
  const prefix = crossPrefix(wish.platform, machine);
  const cross = prefix.replace(/-$/, '').replace('_', '-');
  const tools = [
    { program: 'gcc', package: 'gcc' },
    { program: `${prefix}gcc`, package: prefix ? `gcc-${cross}` : 'gcc' },
    { program: `${prefix}ld`, package: prefix ? `binutils-${cross}` : 'binutils' },
    { program: 'make', package: 'make' },
    { program: 'perl', package: 'perl' },
    { program: 'git', package: 'git' },
    // iPXE's own tools run on this machine: they need the C library's headers.
    { program: '/usr/include/stdio.h', package: 'libc6-dev' },
    ...packerTools(wish),
    ...imageTools(wish),
  ];
  return tools.filter(
    (tool, index) => tools.findIndex((one) => one.program === tool.program) === index,
  );
}

type Target = Pick<CompiledWish, 'platform' | 'extension'>;

/** iPXE's packer for BIOS is compiled with it. */
function packerTools({ platform }: Target): NeededTool[] {
  if (!platform.endsWith('-pcbios')) return [];
  return [{ program: '/usr/include/lzma.h', package: 'liblzma-dev' }];
}

/** A USB image for BIOS is made by cat. */
function imageTools(target: Target): NeededTool[] {
  return target.extension === 'iso' || isEfiMedium(target)
    ? [...mediumTools, { program: 'xorrisofs', package: 'xorriso' }]
    : [];
}
