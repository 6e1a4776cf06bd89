/** Where Debian's packages keep the pieces of SYSLINUX. */
import path from 'node:path';

interface Place {
  folder: string;
  package: string;
}

const modules: Place = { folder: '/usr/lib/syslinux/modules/bios', package: 'syslinux-common' };
const bootSectors: Place = { folder: '/usr/lib/syslinux/mbr', package: 'syslinux-common' };
const isolinux: Place = { folder: '/usr/lib/ISOLINUX', package: 'isolinux' };
const pxelinux: Place = { folder: '/usr/lib/PXELINUX', package: 'pxelinux' };

/** Files that are no modules. */
const places = new Map<string, Place>([
  ['isolinux.bin', isolinux],
  ['isohdpfx.bin', isolinux],
  ['pxelinux.0', pxelinux],
  ['lpxelinux.0', pxelinux],
  ['mbr.bin', bootSectors],
  ['gptmbr.bin', bootSectors],
  ['memdisk', { folder: '/usr/lib/syslinux', package: 'syslinux-common' }],
]);

/** The folder that holds all modules. */
export const moduleFolder = modules.folder;

/** Path and package of a file of SYSLINUX; what is not known by name is a module. */
export function placeOf(name: string): { file: string; package: string } {
  const place = places.get(name) ?? modules;
  return { file: path.join(place.folder, name), package: place.package };
}
