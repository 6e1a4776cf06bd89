/** Which iPXE programs a medium carries, and what it boots by. Pure. */
import type { LoaderName } from '../loaders/schema';
import type { IsoSpec } from './schema';

export type IsoProgram = { loader: LoaderName } & (
  | { firmware: 'bios'; platform: 'bin-x86_64-pcbios'; extension: 'lkrn' }
  | { firmware: 'uefi'; platform: 'bin-x86_64-efi' | 'bin-arm64-efi'; extension: 'efi' }
);

/** iPXE with its own drivers: `snponly` would have no card, since a medium is none. */
export function isoPrograms({ architectures }: Pick<IsoSpec, 'architectures'>): IsoProgram[] {
  const programs: IsoProgram[] = [];
  if (architectures.includes('x86_64')) {
    programs.push(
      {
        firmware: 'bios',
        platform: 'bin-x86_64-pcbios',
        extension: 'lkrn',
        loader: 'ipxe.lkrn',
      },
      { firmware: 'uefi', platform: 'bin-x86_64-efi', extension: 'efi', loader: 'ipxe.efi' },
    );
  }
  if (architectures.includes('arm64')) {
    programs.push({
      firmware: 'uefi',
      platform: 'bin-arm64-efi',
      extension: 'efi',
      loader: 'ipxe-arm64.efi',
    });
  }
  return programs;
}

/** How the medium is used: sentences for about.json, the log and the page. */
export function bootsBy({ architectures }: Pick<IsoSpec, 'architectures'>): string[] {
  const ways = [
    ...(architectures.includes('x86_64') ? ['x86-64 by BIOS', 'x86-64 by UEFI'] : []),
    ...(architectures.includes('arm64') ? ['64-bit ARM by UEFI'] : []),
  ];
  return [
    `Boots ${ways.join(', ')}: as a CD, as a virtual CD of a management controller, and from a USB stick.`,
    'For a stick, write it to the whole device as it is, from the first byte; or copy its files to a FAT file system, which then boots by UEFI.',
    'Secure Boot has to be off: iPXE is not signed.',
  ];
}
