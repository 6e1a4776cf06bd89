import { describe, expect, test } from 'vitest';
import { isoSpec } from '@/lib/builds/builders/iso/schema';
import { linesOf } from './lines';
import { type Machine, machinesOf } from './virtual-machine';

const sha256 = 'ab'.repeat(32);
const bios: Machine[] = [{ architecture: 'x86_64', firmware: 'BIOS' }];

/** Of an open medium: this build's bytes are at one address, the newest at another. */
function textsOf(name: string, stable: string, machines = bios) {
  const url = `http://10.77.0.1:3000/artifacts/f00d/${name}`;
  const file = { name, sha256, url };
  return linesOf({ file, stable, closed: false, machines }).map((line) => line.text);
}

test('an ISO goes onto a stick, into a virtual machine, and boots from iPXE', () => {
  expect(textsOf('boot.iso', 'http://10.77.0.1:3000/media/berlin/boot.iso')).toEqual([
    `curl -fLO http://10.77.0.1:3000/artifacts/f00d/boot.iso && echo '${sha256}  boot.iso' | sha256sum -c`,
    'sudo dd if=boot.iso of=/dev/sdX bs=4M conv=fsync status=progress',
    'cp boot.iso /run/media/$USER/Ventoy/',
    'qemu-system-x86_64 -m 1024 -cdrom boot.iso',
    'sanboot http://10.77.0.1:3000/media/berlin/boot.iso',
  ]);
});

test('a program for UEFI is chained to', () => {
  expect(textsOf('snponly.efi', 'http://10.77.0.1:3000/media/x/snponly.efi').slice(1)).toEqual([
    'chain http://10.77.0.1:3000/media/x/snponly.efi',
    'insmod http; chainloader (http,10.77.0.1:3000)/media/x/snponly.efi; boot',
    'http://10.77.0.1:3000/media/x/snponly.efi',
  ]);
});

test('GRUB is not sent to HTTPS, which it does not know', () => {
  const texts = textsOf('ipxe.lkrn', 'https://boot.example.net/media/x/ipxe.lkrn');
  expect(texts.slice(1)).toEqual(['chain https://boot.example.net/media/x/ipxe.lkrn']);
});

test('a module of SYSLINUX is fetched, and no more', () => {
  expect(textsOf('menu.c32', 'http://10.77.0.1:3000/media/x/menu.c32')).toHaveLength(1);
});

test("a sum stands beside the address of this build's bytes, never of the newest", () => {
  for (const name of ['boot.iso', 'snponly.efi', 'core.img', 'menu.c32']) {
    const texts = textsOf(name, `http://10.77.0.1:3000/media/berlin/${name}`);
    const summed = texts.filter((text) => text.includes(sha256));
    expect(summed).toHaveLength(1);
    expect(summed[0]).toContain(`/artifacts/f00d/${name} `);
    expect(summed[0]).not.toContain('/media/');
  }
});

test.each(['boot.iso', 'ipxe.lkrn', 'snponly.efi'])(
  'a closed %s is fetched with a token, and no machine is told to fetch it',
  (name) => {
    const url = `http://10.77.0.1:3000/api/isos/x?file=${name}`;
    const file = { name, sha256, url };
    const texts = linesOf({ file, stable: url, closed: true, machines: bios }).map(
      ({ text }) => text,
    );
    expect(texts[0]).toBe(
      `curl -fL -o ${name} -H 'authorization: Bearer TOKEN' '${url}' && echo '${sha256}  ${name}' | sha256sum -c`,
    );
    expect(texts.slice(1).filter((text) => text.includes('http'))).toEqual([]);
  },
);

describe('virtual machines', () => {
  const iso = (architectures: string[]) =>
    machinesOf({ kind: 'iso', spec: isoSpec.parse({ architectures }) });
  const virtual = (name: string, machines: Machine[]) =>
    textsOf(name, `http://10.77.0.1:3000/media/x/${name}`, machines).filter((text) =>
      text.startsWith('qemu'),
    );
  const x86 = [
    'qemu-system-x86_64 -m 1024 -cdrom boot.iso',
    'qemu-system-x86_64 -m 1024 -bios /usr/share/ovmf/OVMF.fd -cdrom boot.iso',
  ];
  const arm =
    'qemu-system-aarch64 -M virt -cpu cortex-a72 -nographic -m 1024 -bios /usr/share/qemu-efi-aarch64/QEMU_EFI.fd -drive file=boot.iso,format=raw,if=virtio';

  test.each([
    [['x86_64'], x86],
    [['arm64'], [arm]],
    [
      ['x86_64', 'arm64'],
      [...x86, arm],
    ],
  ])('of an ISO for %j are those that boot it', (architectures, lines) => {
    expect(virtual('boot.iso', iso(architectures))).toEqual(lines);
  });

  test.each([
    [
      'grub',
      { platform: 'x86_64-efi' },
      'grub-x86_64-efi.img',
      ['qemu-system-x86_64 -m 1024 -bios /usr/share/ovmf/OVMF.fd'],
    ],
    ['grub', { platform: 'i386-pc' }, 'grub-i386-pc.img', ['qemu-system-x86_64 -m 1024']],
    ['grub', { platform: 'i386-efi' }, 'grub-i386-efi.img', []],
    ['ipxe', { platform: 'bin-i386-pcbios' }, 'ipxe.usb', ['qemu-system-x86_64 -m 1024']],
    [
      'ipxe',
      { platform: 'bin-x86_64-efi' },
      'ipxe.usb',
      ['qemu-system-x86_64 -m 1024 -bios /usr/share/ovmf/OVMF.fd'],
    ],
    ['syslinux', { fragment: 'img' }, 'syslinux.img', ['qemu-system-x86_64 -m 1024']],
  ] as const)('of %s for %j are those that boot it', (kind, spec, name, begins) => {
    const lines = virtual(name, machinesOf({ kind, spec }));
    expect(lines).toEqual(begins.map((begin) => `${begin} -drive file=${name},format=raw`));
  });
});
