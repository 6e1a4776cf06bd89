/** How the files of an iPXE artifact are used: sentences for about.json, the log and the page. Pure. */
import { ipxeFile, scriptFile } from './schema';
import { efiNames, isBios, isMedium, type Target } from './target';

export interface FileUse {
  name: string;
  use: string[];
}

interface Made extends Target {
  engine: 'prebuilt' | 'compiled';
  /** Whether the program looks for `autoexec.ipxe` where it came from. */
  autoexec: boolean;
}

const byUserClass = `iPXE asks DHCP again and says that it is iPXE: answer the user class "iPXE" with the address of ${scriptFile}, as in dnsmasq: dhcp-userclass=set:ipxe,iPXE and dhcp-boot=tag:ipxe,ADDRESS.`;

/** One entry for each file, the main one first. */
export function usageOf(made: Made): FileUse[] {
  const name = ipxeFile(made);
  if (isMedium(made)) return [{ name, use: mediumUse(made) }];
  const program = { name, use: programUse(made) };
  return made.engine === 'compiled'
    ? [program]
    : [program, { name: scriptFile, use: scriptUse(made) }];
}

function programUse(made: Made): string[] {
  const { platform, extension, driver, engine } = made;
  const name = ipxeFile(made);
  const inside = engine === 'compiled' ? ['The script is inside.'] : [];
  if (extension === 'lkrn') {
    return [
      ...inside,
      `It is booted like a Linux kernel${engine === 'prebuilt' ? `, and runs ${scriptFile} when it is given as its initrd` : ''}.`,
      `SYSLINUX: KERNEL ${name}${engine === 'prebuilt' ? `, INITRD ${scriptFile}` : ''}.`,
      `GRUB by BIOS: linux16 /${name}${engine === 'prebuilt' ? ` and initrd16 /${scriptFile}` : ''}.`,
    ];
  }
  if (isBios(platform)) {
    return [
      ...inside,
      `By network: put it into the TFTP root and name it in DHCP for BIOS clients (client architecture 0).`,
      driver === 'undionly'
        ? 'It drives the card by the PXE firmware that loaded it.'
        : 'It drives the card with iPXE’s own drivers.',
    ];
  }
  const architecture =
    platform === 'bin-arm64-efi' ? '11' : platform === 'bin-i386-efi' ? '6' : '7 and 9';
  return [
    ...inside,
    `By network: put it into the TFTP root and name it in DHCP for UEFI clients (client architecture ${architecture}).`,
    driver === 'snponly'
      ? 'It uses the one card that it was loaded by, through the firmware’s own driver: of no use on a medium.'
      : `On a FAT file system: EFI/BOOT/${efiNames[platform as keyof typeof efiNames]}.`,
  ];
}

function scriptUse({ platform, extension, autoexec }: Made): string[] {
  if (extension === 'lkrn') return ['The script, to be given as the initrd of the file beside it.'];
  if (isBios(platform)) {
    return [
      `The script. BIOS loads one file, and this iPXE does not look for a second one. ${byUserClass}`,
      'Or choose a self-contained file, which needs the compiler.',
    ];
  }
  if (!autoexec) return [`The script. This iPXE does not look for it by itself. ${byUserClass}`];
  return [
    'The script. iPXE fetches it by this name from the folder that it was loaded from by TFTP.',
    'On a FAT file system: in the folder of the program, or in the root.',
  ];
}

function mediumUse({ platform, extension, engine }: Made): string[] {
  const firmware = isBios(platform) ? 'BIOS' : 'UEFI';
  const inside = 'The script is inside.';
  if (extension === 'iso') {
    return [inside, `Boots by ${firmware}, from CD, and written to a USB stick as it is.`];
  }
  const disk = `Boots by ${firmware} when it is written to a USB stick or a disk as it is, from its first byte.`;
  if (engine === 'prebuilt' && extension === 'dsk') {
    return [inside, disk, 'It is larger than a floppy disk: one that fits there is compiled.'];
  }
  return [inside, disk];
}
