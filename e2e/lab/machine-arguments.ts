/** A virtual machine's wishes as QEMU's arguments. Pure, so that it is tested by reading. */

export type Accel = 'kvm' | 'tcg';
export type Firmware = 'bios' | 'uefi';

export interface Card {
  mac: string;
  tap: string;
  /** QEMU's device, `virtio-net-pci` by default. */
  model?: string;
}

export interface Medium {
  path: string;
  as: 'cd' | 'usb';
}

export interface MachineArguments {
  name: string;
  firmware: Firmware;
  accel: Accel;
  /** MiB. */
  memory: number;
  processors: number;
  uuid: string;
  serialNumber: string;
  manufacturer: string;
  product: string;
  asset: string;
  disks: { path: string; format: 'qcow2' | 'raw'; serial: string }[];
  /** A medium that is tried before all else: an image in a CD drive, or written to a USB stick. */
  medium?: Medium;
  cards: Card[];
  /**
   * Who boots from the network: `rom` is QEMU's own iPXE in the card's ROM,
   * `firmware` is UEFI's PXE client, `http` UEFI's HTTP Boot alone.
   */
  network: 'rom' | 'firmware' | 'http';
  /** UEFI's code and this machine's own copy of the variables. */
  uefi?: { code: string; variables: string };
  sockets: { qmp: string; serial: string };
  serialLog: string;
  /** Boots this kernel instead of a disk or the network. */
  kernel?: { path: string; initrd?: string; line: string };
  /** A VGA card beside the serial console. */
  screen: boolean;
}

/**
 * x86-64-v2, which newer distributions ask for. Emulating all that QEMU can
 * (`max`) costs a kernel's start about half a second.
 */
const emulatedProcessor = 'qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+cx16';

/** QEMU's argv without the program's name. */
export function machineArguments(wish: MachineArguments): string[] {
  return [
    ...['-name', wish.name, '-nodefaults', '-no-user-config'],
    // Without graphics SeaBIOS prints on the serial line, and so does iPXE by its services.
    ...['-machine', 'q35,graphics=off', '-display', 'none'],
    ...(wish.accel === 'kvm'
      ? ['-accel', 'kvm', '-cpu', 'host']
      : ['-accel', 'tcg,thread=multi', '-cpu', emulatedProcessor]),
    ...['-m', `${wish.memory}M`, '-smp', `${wish.processors}`],
    ...['-uuid', wish.uuid],
    ...['-smbios', smbios(wish), '-smbios', `type=3,asset=${escaped(wish.asset)}`],
    ...(wish.uefi ? flash(wish.uefi) : []),
    // Entropy: UEFI's network stack of newer firmware refuses to start without it.
    ...['-device', 'virtio-rng-pci'],
    ...wish.cards.flatMap((card, index) => cardArguments(wish, card, index)),
    ...wish.disks.flatMap((disk, index) => [
      '-drive',
      `if=none,id=disk${index},format=${disk.format},file=${escaped(disk.path)},cache=unsafe,discard=unmap`,
      '-device',
      `virtio-blk-pci,drive=disk${index},serial=${escaped(disk.serial)},bootindex=${100 + index}`,
    ]),
    ...(wish.medium ? mediumArguments(wish.medium) : []),
    ...(wish.screen ? ['-device', 'VGA'] : []),
    ...(wish.kernel ? kernelArguments(wish.kernel) : []),
    ...(wish.network === 'http' ? onlyHttpBoot : []),
    ...['-qmp', `unix:${wish.sockets.qmp},server=on,wait=off`],
    '-chardev',
    `socket,id=serial,path=${wish.sockets.serial},server=on,wait=on,logfile=${wish.serialLog},logappend=on`,
    ...['-serial', 'chardev:serial'],
    // Only what has a boot index is tried; a machine that finds nothing says so and stays there.
    ...['-boot', 'strict=on'],
  ];
}

const onlyHttpBoot = ['4', '6'].flatMap((version) => [
  '-fw_cfg',
  `name=opt/org.tianocore/IPv${version}PXESupport,string=no`,
]);

function cardArguments(wish: MachineArguments, card: Card, index: number): string[] {
  const model = card.model ?? 'virtio-net-pci';
  const rom = wish.network === 'rom' ? '' : ',romfile=';
  return [
    '-netdev',
    `tap,id=net${index},ifname=${card.tap},script=no,downscript=no`,
    '-device',
    `${model},netdev=net${index},mac=${card.mac},bootindex=${index + 1}${rom}`,
  ];
}

function mediumArguments({ path, as }: Medium): string[] {
  const drive = `if=none,id=medium,format=raw,readonly=on,file=${escaped(path)}`;
  return as === 'cd'
    ? ['-drive', `${drive},media=cdrom`, '-device', 'ide-cd,bus=ide.0,drive=medium,bootindex=0']
    : [
        ...['-drive', drive, '-device', 'qemu-xhci,id=usb'],
        ...['-device', 'usb-storage,bus=usb.0,drive=medium,bootindex=0'],
      ];
}

function flash(uefi: { code: string; variables: string }): string[] {
  return [
    '-drive',
    `if=pflash,format=raw,unit=0,readonly=on,file=${escaped(uefi.code)}`,
    '-drive',
    `if=pflash,format=raw,unit=1,file=${escaped(uefi.variables)}`,
  ];
}

function smbios(wish: MachineArguments): string {
  const fields = {
    manufacturer: wish.manufacturer,
    product: wish.product,
    serial: wish.serialNumber,
    uuid: wish.uuid,
  };
  const type1 = Object.entries(fields).map(([name, value]) => `${name}=${escaped(value)}`);
  return `type=1,${type1.join(',')}`;
}

function kernelArguments(kernel: { path: string; initrd?: string; line: string }): string[] {
  return [
    ...['-kernel', kernel.path, '-append', kernel.line],
    ...(kernel.initrd ? ['-initrd', kernel.initrd] : []),
  ];
}

/** QEMU's option lists are parted by commas; one inside a value is doubled. */
function escaped(value: string): string {
  return value.replaceAll(',', ',,');
}
