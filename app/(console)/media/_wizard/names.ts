/** What the parts of boot media are called, and what each is for, in a sentence. */
import type { MediaKind } from '@/lib/builds/builder';
import type { GrubFragment, GrubPlatform } from '@/lib/builds/builders/grub/schema';
import type {
  IpxeCommand,
  IpxeDriver,
  IpxeExtension,
  IpxePlatform,
} from '@/lib/builds/builders/ipxe/schema';
import type { IsoArchitecture } from '@/lib/builds/builders/iso/schema';
import type { SyslinuxFragment } from '@/lib/builds/builders/syslinux/schema';

interface Named {
  name: string;
  about: string;
}

export const kinds: Record<MediaKind, Named> = {
  iso: {
    name: 'ISO and USB medium',
    about: 'One file that boots from CD, USB stick or a remote console’s drive, by BIOS and UEFI.',
  },
  ipxe: {
    name: 'iPXE binary',
    about: 'The network bootloader alone: for a TFTP server, UEFI HTTP Boot, a disk or a ROM.',
  },
  grub: {
    name: 'GRUB image',
    about: 'GRUB with its configuration and modules inside: for UEFI, or as the BIOS core.',
  },
  syslinux: {
    name: 'SYSLINUX',
    about: 'A bootable FAT image with its configuration, or one of SYSLINUX’s own files.',
  },
};

export const architectures: Record<IsoArchitecture, Named> = {
  x86_64: { name: 'x86-64', about: 'PCs and servers, by BIOS and by UEFI.' },
  arm64: { name: 'arm64', about: 'ARM servers and boards, by UEFI.' },
};

export const platforms: Record<IpxePlatform, Named> = {
  'bin-x86_64-efi': { name: 'UEFI, x86-64', about: 'Nearly every PC and server since 2012.' },
  'bin-x86_64-pcbios': { name: 'BIOS, x86-64', about: 'Older machines, and many virtual ones.' },
  'bin-arm64-efi': { name: 'UEFI, arm64', about: 'ARM servers and boards.' },
  'bin-i386-pcbios': { name: 'BIOS, i386', about: 'Processors without 64 bits.' },
  'bin-i386-efi': { name: 'UEFI, i386', about: 'Tablets and early Macs with 32-bit firmware.' },
};

export const drivers: Record<IpxeDriver, Named> = {
  snponly: { name: 'snponly', about: 'Uses the firmware’s own driver of the card it came by.' },
  undionly: { name: 'undionly', about: 'Uses the card’s own PXE driver, in memory already.' },
  ipxe: { name: 'ipxe', about: 'Brings iPXE’s own drivers for every card it knows; larger.' },
};

export const extensions: Record<IpxeExtension, string> = {
  efi: 'A program for UEFI: TFTP, HTTP Boot, or EFI/BOOT on a FAT file system.',
  kpxe: 'For BIOS by TFTP; keeps the card’s PXE driver in memory.',
  pxe: 'For BIOS by TFTP; unloads the card’s PXE driver.',
  lkrn: 'Looks like a Linux kernel: for SYSLINUX, GRUB or QEMU’s -kernel.',
  dsk: 'A floppy disk’s image.',
  usb: 'A USB stick’s image, to be written with dd.',
  iso: 'A CD’s image.',
};

export const grubPlatformNames: Record<GrubPlatform, Named> = {
  'x86_64-efi': { name: 'UEFI, x86-64', about: 'Nearly every PC and server since 2012.' },
  'arm64-efi': { name: 'UEFI, arm64', about: 'ARM servers and boards.' },
  'i386-efi': { name: 'UEFI, i386', about: '32-bit firmware.' },
  'i386-pc': { name: 'BIOS', about: 'The core that a boot sector or PXE loads.' },
};

export const grubFragmentNames: Record<GrubFragment, Named> = {
  efi: { name: 'Program', about: 'A standalone program for UEFI (.efi).' },
  img: { name: 'FAT image', about: 'The program in a file system, where firmware looks for it.' },
  core: { name: 'Core', about: 'The BIOS core, to be put behind a boot sector.' },
  pxe: { name: 'Network bootloader', about: 'The BIOS core as PXE firmware loads it by TFTP.' },
};

export const syslinuxFiles: Record<Exclude<SyslinuxFragment, 'img'>, string> = {
  'isolinux.bin': 'boots a CD',
  'isohdpfx.bin': 'makes a CD’s image boot from USB sticks too',
  'ldlinux.c32': 'the core that all others load',
  'pxelinux.0': 'boots by PXE and TFTP',
  'lpxelinux.0': 'boots by PXE, and loads by HTTP and FTP too',
  'mbr.bin': 'boot sector of a disk with a DOS partition table',
  'gptmbr.bin': 'boot sector of a disk with a GPT',
  'libcom32.c32': 'library that modules need',
  'libutil.c32': 'library that menus need',
  'menu.c32': 'a menu in text',
  'vesamenu.c32': 'a menu with a picture',
  'chain.c32': 'chains to other boot loaders',
  'mboot.c32': 'loads Multiboot kernels',
  memdisk: 'boots a disk’s image from memory',
  'reboot.c32': 'restarts the machine',
  'poweroff.c32': 'switches the machine off',
  'hdt.c32': 'shows the hardware',
  'linux.c32': 'loads Linux kernels',
};

export const commands: Record<IpxeCommand, string> = {
  console: 'set the screen’s mode and picture',
  nslookup: 'look a name up',
  ping: 'see whether a host answers',
  ntp: 'set the clock from the network',
  poweroff: 'switch the machine off',
  pci: 'look at PCI devices',
  param: 'send values with POST',
  time: 'say how long a command took',
  digest: 'check sums of what was loaded',
  lotest: 'test a card in a loop',
  vlan: 'make tagged interfaces',
  reboot: 'restart the machine',
  imgtrust: 'demand signed images',
  cert: 'list certificates',
  neighbour: 'show the ARP table',
  ipstat: 'show counts of packets',
  profile: 'measure iPXE itself',
  'image-mem': 'name memory as an image',
};
