import { expect, test } from 'vitest';
import { linesOf } from './lines';

const sha256 = 'ab'.repeat(32);
const textsOf = (name: string, url: string) =>
  linesOf({ file: { name, sha256 }, url }).map((line) => line.text);

test('an ISO goes onto a stick, into a virtual machine, and boots from iPXE', () => {
  expect(textsOf('boot.iso', 'http://10.77.0.1:3000/media/berlin/boot.iso')).toEqual([
    `curl -fLO http://10.77.0.1:3000/media/berlin/boot.iso && echo '${sha256}  boot.iso' | sha256sum -c`,
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
