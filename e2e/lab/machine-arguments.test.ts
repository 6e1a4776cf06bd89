import { describe, expect, it } from 'vitest';
import { type MachineArguments, machineArguments } from '@/e2e/lab/machine-arguments';

const wish: MachineArguments = {
  name: 'node',
  firmware: 'bios',
  accel: 'tcg',
  memory: 1024,
  processors: 1,
  uuid: '11111111-2222-3333-4444-555555555555',
  serialNumber: 'S,1',
  manufacturer: 'Lab, Inc.',
  product: 'Virtual machine',
  asset: '',
  disks: [{ path: '/tmp/a,b.qcow2', format: 'qcow2', serial: 'D0' }],
  cards: [{ mac: '52:54:00:77:00:01', tap: 't1-0' }],
  network: 'rom',
  sockets: { qmp: '/tmp/q', serial: '/tmp/s' },
  serialLog: '/tmp/c',
  screen: false,
};

describe('machineArguments', () => {
  it('boots the card before the disk, and nothing else', () => {
    const line = machineArguments(wish).join(' ');
    expect(line).toContain('mac=52:54:00:77:00:01,bootindex=1');
    expect(line).toContain('serial=D0,bootindex=100');
    expect(line).toContain('-boot strict=on');
  });

  it('boots a medium before all else, in a drive or on a stick', () => {
    const cd = machineArguments({ ...wish, medium: { path: '/a,b.iso', as: 'cd' } }).join(' ');
    expect(cd).toContain('readonly=on,file=/a,,b.iso,media=cdrom');
    expect(cd).toContain('ide-cd,bus=ide.0,drive=medium,bootindex=0');
    const usb = machineArguments({ ...wish, medium: { path: '/a.img', as: 'usb' } }).join(' ');
    expect(usb).toContain('-device qemu-xhci,id=usb');
    expect(usb).toContain('usb-storage,bus=usb.0,drive=medium,bootindex=0');
    expect(machineArguments(wish).join(' ')).not.toContain('medium');
  });

  it('doubles the commas of a value', () => {
    const line = machineArguments(wish).join(' ');
    expect(line).toContain('manufacturer=Lab,, Inc.,product=Virtual machine,serial=S,,1');
    expect(line).toContain('file=/tmp/a,,b.qcow2,');
  });

  it('keeps the ROM by BIOS, and empties it for UEFI’s own network stack', () => {
    expect(machineArguments(wish).join(' ')).not.toContain('romfile');
    const uefi = machineArguments({
      ...wish,
      firmware: 'uefi',
      network: 'firmware',
      uefi: { code: '/c', variables: '/v' },
    }).join(' ');
    expect(uefi).toContain('bootindex=1,romfile=');
    expect(uefi).toContain('unit=1,file=/v');
    expect(uefi).not.toContain('PXESupport');
  });

  it('leaves UEFI only HTTP Boot when asked', () => {
    const line = machineArguments({ ...wish, network: 'http' }).join(' ');
    expect(line).toContain('name=opt/org.tianocore/IPv4PXESupport,string=no');
    expect(line).toContain('name=opt/org.tianocore/IPv6PXESupport,string=no');
  });
});
