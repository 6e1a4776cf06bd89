/** The virtual machines in which a medium can be tried. Pure. */
import type { MediaKind } from '@/lib/builds/builder';
import type { GrubSpec } from '@/lib/builds/builders/grub/schema';
import type { IpxeSpec } from '@/lib/builds/builders/ipxe/schema';
import type { IsoSpec } from '@/lib/builds/builders/iso/schema';
import type { Line } from './lines';

/** One of those that a medium boots. */
export interface Machine {
  architecture: 'x86_64' | 'i386' | 'arm64';
  firmware: 'BIOS' | 'UEFI';
}

/** What a medium of that spec boots. BIOS is the same on 32 and 64 bits. */
export function machinesOf({ kind, spec }: { kind: MediaKind; spec: unknown }): Machine[] {
  switch (kind) {
    case 'syslinux':
      return [{ architecture: 'x86_64', firmware: 'BIOS' }];
    case 'iso':
      return (spec as IsoSpec).architectures.flatMap((architecture): Machine[] =>
        architecture === 'arm64'
          ? [{ architecture, firmware: 'UEFI' }]
          : [
              { architecture, firmware: 'BIOS' },
              { architecture, firmware: 'UEFI' },
            ],
      );
    default:
      return [machineOf((spec as GrubSpec | IpxeSpec).platform)];
  }
}

/** `bin-arm64-efi` and `i386-pc`: as iPXE and GRUB name platforms. */
function machineOf(platform: string): Machine {
  const known = /(x86_64|i386|arm64)-(efi|pcbios|pc)$/.exec(platform);
  const architecture = (known?.[1] ?? 'x86_64') as Machine['architecture'];
  return { architecture, firmware: known?.[2] === 'efi' ? 'UEFI' : 'BIOS' };
}

/** The program for an architecture, and where Debian keeps UEFI for it, in which package. */
const uefi = {
  x86_64: { program: 'qemu-system-x86_64', code: '/usr/share/ovmf/OVMF.fd', from: 'ovmf' },
  arm64: {
    program: 'qemu-system-aarch64 -M virt -cpu cortex-a72 -nographic',
    code: '/usr/share/qemu-efi-aarch64/QEMU_EFI.fd',
    from: 'qemu-efi-aarch64',
  },
} as const;

/**
 * The lines that boot the file `name` in such a machine: one, or none for UEFI
 * of 32 bits, which Debian has only with Secure Boot, that refuses our programs.
 */
export function qemuLines({ name, machine }: { name: string; machine: Machine }): Line[] {
  const { architecture, firmware } = machine;
  const title = 'In a virtual machine';
  const drive = name.endsWith('.iso') ? `-cdrom ${name}` : `-drive file=${name},format=raw`;
  if (firmware === 'BIOS') {
    const text = `qemu-system-x86_64 -m 1024 ${drive}`;
    return [{ name: title, about: 'QEMU, by BIOS.', text }];
  }
  if (architecture === 'i386') return [];
  const { program, code, from } = uefi[architecture];
  // The machine "virt" has no CD drive; a hybrid image is a disk as well.
  const disk = architecture === 'arm64' ? `-drive file=${name},format=raw,if=virtio` : drive;
  return [
    {
      name: title,
      about: `QEMU, ${architecture} by UEFI, which is in Debian’s package ${from}.`,
      text: `${program} -m 1024 -bios ${code} ${disk}`,
    },
  ];
}
