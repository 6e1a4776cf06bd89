/**
 * What the TFTP root holds for one bootloader artifact and one main script.
 * Pure: the publisher writes these files into a new folder and exchanges it
 * as a whole, so that no machine ever sees a mixture.
 */
import { type LoaderName, loaderNames } from './schema';

/** A file of the TFTP root: taken from the artifact as it is, or a text. */
export type PublishedFile = { path: string; from: string } | { path: string; text: string };

const shebang = '#!ipxe';

/**
 * The main script as machines get it: byte for byte the stored text, with one
 * line below the first that sets `base` to the provisioner's public address.
 * Throws when the text is no iPXE script or the address is no plain URL.
 */
export function publishedScript({ script, base }: { script: string; base: string }): string {
  const end = script.indexOf('\n');
  const first = end < 0 ? script : script.slice(0, end);
  if (first.trimEnd() !== shebang) {
    throw new Error(`An iPXE script begins with the line "${shebang}".`);
  }
  // The address becomes a word of a script: nothing that iPXE would expand or split.
  if (!/^https?:\/\/[A-Za-z0-9.:[\]_-]+(\/[A-Za-z0-9._~/-]*)?$/.test(base)) {
    throw new Error(`"${base}" is not an address that machines can be given.`);
  }
  const rest = end < 0 ? '' : script.slice(end + 1);
  return `${first}\nset base ${base.replace(/\/+$/, '')}\n${rest}`;
}

/** All files of the TFTP root: the artifact's loaders, and the script as `autoexec.ipxe` beside them. */
export function tftpFiles({
  artifact,
  script,
  base,
}: {
  /** Names of the files in the artifact. */
  artifact: string[];
  script: string;
  base: string;
}): PublishedFile[] {
  const loaders = Object.keys(loaderNames).filter((name) => artifact.includes(name));
  return [
    ...loaders.map((name) => ({ path: name, from: name })),
    { path: 'autoexec.ipxe', text: publishedScript({ script, base }) },
  ];
}

export interface BootFiles {
  /** Client architecture 0. */
  bios: LoaderName | null;
  /** Client architectures 7 and 9. */
  uefi64: LoaderName | null;
  /** Client architecture 11. */
  arm64: LoaderName | null;
}

/**
 * The loader to name in DHCP for each client architecture (option 93, RFC
 * 4578), null where the artifact has none. `drivers` chooses iPXE's own
 * drivers instead of the firmware's: the two fail on different hardware.
 */
export function bootFiles({
  artifact,
  drivers = 'firmware',
}: {
  artifact: string[];
  drivers?: 'firmware' | 'ipxe';
}): BootFiles {
  const first = (...names: LoaderName[]) => names.find((name) => artifact.includes(name)) ?? null;
  const own = drivers === 'ipxe';
  return {
    bios: own ? first('ipxe.pxe', 'undionly.kpxe') : first('undionly.kpxe', 'ipxe.pxe'),
    uefi64: own ? first('ipxe.efi', 'snponly.efi') : first('snponly.efi', 'ipxe.efi'),
    arm64: first('ipxe-arm64.efi'),
  };
}
