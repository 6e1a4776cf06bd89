/** What compiling for each platform needs on this machine, and which files can be made. */
import type { NeededTool } from '@/lib/builds/builder';
import { extensionsOf, type IpxePlatform, ipxeDrivers } from '../schema';
import type { CompiledWish } from './wish';

/** Names of all files of a platform, such as `ipxe.efi`. */
export function platformFiles(platform: IpxePlatform): string[] {
  return ipxeDrivers.flatMap((driver) =>
    extensionsOf({ platform, driver }).map((extension) => `${driver}.${extension}`),
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

/** What iPXE's own `genfsimg` makes its images with. BIOS' USB image is made by cat. */
function imageTools({ platform, extension }: Target): NeededTool[] {
  if (extension === 'iso') {
    return [
      { program: 'mformat', package: 'mtools' },
      { program: 'xorrisofs', package: 'xorriso' },
      { program: '/usr/lib/ISOLINUX/isolinux.bin', package: 'isolinux' },
      { program: '/usr/lib/syslinux/modules/bios/ldlinux.c32', package: 'syslinux-common' },
    ];
  }
  if (extension !== 'usb' || platform.endsWith('-pcbios')) return [];
  return [
    { program: 'mformat', package: 'mtools' },
    { program: 'syslinux', package: 'syslinux' },
    { program: '/usr/lib/syslinux/mbr/mbr.bin', package: 'syslinux-common' },
  ];
}
