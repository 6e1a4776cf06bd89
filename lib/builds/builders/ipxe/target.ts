/** Which of the prebuilt binaries stands behind a target. Pure. */
import type { LoaderName } from '../loaders/schema';
import type { IpxeExtension, IpxePlatform, IpxeSpec } from './schema';

export type Target = Pick<IpxeSpec, 'platform' | 'driver' | 'extension'>;

/** Extensions that are a whole medium, of which the script is a part. */
const media: readonly IpxeExtension[] = ['iso', 'usb', 'dsk'];

export function isMedium({ extension }: Pick<Target, 'extension'>): boolean {
  return media.includes(extension);
}

export function isBios(platform: IpxePlatform): boolean {
  return platform.endsWith('-pcbios');
}

/** The prebuilt binary that the target is made of, by our name for it; null where no package has one. */
export function prebuiltLoader(target: Target): LoaderName | null {
  const { platform, driver, extension } = target;
  if (isBios(platform)) {
    if (driver === 'undionly') return 'undionly.kpxe';
    if (extension === 'kpxe') return null;
    return extension === 'pxe' ? 'ipxe.pxe' : 'ipxe.lkrn';
  }
  if (platform === 'bin-x86_64-efi') {
    // On a medium it would have no card: see docs/decisions/0083-two-engines.md.
    if (driver === 'snponly') return isMedium(target) ? null : 'snponly.efi';
    return 'ipxe.efi';
  }
  return platform === 'bin-arm64-efi' && driver === 'ipxe' ? 'ipxe-arm64.efi' : null;
}

/** Name that firmware looks for on a medium (UEFI 3.5.1.1). */
export const efiNames = {
  'bin-x86_64-efi': 'BOOTX64.EFI',
  'bin-i386-efi': 'BOOTIA32.EFI',
  'bin-arm64-efi': 'BOOTAA64.EFI',
} as const;
export type EfiPlatform = keyof typeof efiNames;
