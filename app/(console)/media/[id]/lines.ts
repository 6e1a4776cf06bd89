/** What a person types to use a medium. Pure. */

export interface Line {
  name: string;
  /** What it does, in a sentence. */
  about: string;
  text: string;
}

/** A disk's or a CD's content, which can be written to a stick. */
const image = /\.(iso|img|usb|dsk)$/;

/** Programs that iPXE runs itself. */
const program = /\.(efi|kpxe|pxe|lkrn|0)$/;

/**
 * The lines for one file of a medium: onto a stick, into a virtual machine,
 * from another boot loader.
 */
export function linesOf(given: {
  file: { name: string; sha256: string };
  /** Where machines and people fetch it. */
  url: string;
}): Line[] {
  const { file, url } = given;
  const { name } = file;
  return [
    {
      name: 'Fetch and check',
      about: 'Says “OK” when every byte has arrived.',
      text: `curl -fLO ${url} && echo '${file.sha256}  ${name}' | sha256sum -c`,
    },
    ...(image.test(name) ? imageLines(name) : []),
    ...(program.test(name) ? programLines({ name, url }) : []),
    ...(name.endsWith('.iso') ? [isoByIpxe(url)] : []),
  ];
}

function imageLines(name: string): Line[] {
  const drive = name.endsWith('.iso') ? `-cdrom ${name}` : `-drive file=${name},format=raw`;
  return [
    {
      name: 'Onto a USB stick',
      about: 'Overwrites the whole stick: put its name in the place of sdX (see lsblk).',
      text: `sudo dd if=${name} of=/dev/sdX bs=4M conv=fsync status=progress`,
    },
    {
      name: 'Onto a Ventoy stick',
      about: 'A copy is enough: Ventoy lists it at its start.',
      text: `cp ${name} /run/media/$USER/Ventoy/`,
    },
    {
      name: 'In a virtual machine',
      about: 'QEMU, by BIOS.',
      text: `qemu-system-x86_64 -m 1024 ${drive}`,
    },
  ];
}

function programLines({ name, url }: { name: string; url: string }): Line[] {
  const lines: Line[] = [
    {
      name: 'From iPXE',
      about: 'At its prompt, or in a script.',
      text: `chain ${url}`,
    },
  ];
  const inGrub = grubPath(url);
  if (name.endsWith('.efi') && inGrub) {
    lines.push({
      name: 'From GRUB',
      about: 'By UEFI, after the network is up (net_bootp).',
      text: `insmod http; chainloader ${inGrub}; boot`,
    });
  }
  if (name.endsWith('.lkrn') && inGrub) {
    lines.push({
      name: 'From GRUB',
      about: 'By BIOS, after the network is up (net_bootp).',
      text: `insmod http; linux16 ${inGrub}; boot`,
    });
  }
  if (name.endsWith('.efi') && /^https?:/.test(url)) {
    lines.push({
      name: 'UEFI HTTP Boot',
      about: 'The address that firmware is given, by hand or by DHCP.',
      text: url,
    });
  }
  return lines;
}

function isoByIpxe(url: string): Line {
  return {
    name: 'From iPXE',
    about: 'At its prompt, or in a script.',
    text: `sanboot ${url}`,
  };
}

/** The file as GRUB names it; null where GRUB cannot fetch it (it knows no HTTPS). */
function grubPath(url: string): string | null {
  const { protocol, host, pathname } = new URL(url);
  return protocol === 'http:' ? `(http,${host})${pathname}` : null;
}
