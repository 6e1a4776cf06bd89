/** What a person types to use a medium. Pure. */
import { type Machine, qemuLines } from './virtual-machine';

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
  /** `url` gives exactly these bytes. */
  file: { name: string; sha256: string; url: string };
  /** Where machines fetch what is newest. */
  stable: string;
  /** It is given to those with an API token only: no machine fetches it by itself. */
  closed: boolean;
  /** What the medium boots. */
  machines: Machine[];
}): Line[] {
  const { file, stable, closed, machines } = given;
  const { name } = file;
  return [
    fetching({ file, closed }),
    ...(image.test(name) ? imageLines({ name, machines }) : []),
    ...(program.test(name) && !closed ? programLines({ name, url: stable }) : []),
    ...(name.endsWith('.iso') && !closed ? [isoByIpxe(stable)] : []),
  ];
}

function fetching(given: {
  file: { name: string; sha256: string; url: string };
  closed: boolean;
}): Line {
  const { name, sha256, url } = given.file;
  const check = `echo '${sha256}  ${name}' | sha256sum -c`;
  const done = 'Says “OK” when every byte has arrived.';
  return given.closed
    ? {
        name: 'Fetch and check',
        about: `Put an API token of the team in the place of TOKEN. ${done}`,
        text: `curl -fL -o ${name} -H 'authorization: Bearer TOKEN' '${url}' && ${check}`,
      }
    : { name: 'Fetch and check', about: done, text: `curl -fLO ${url} && ${check}` };
}

function imageLines({ name, machines }: { name: string; machines: Machine[] }): Line[] {
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
    ...machines.flatMap((machine) => qemuLines({ name, machine })),
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
