/**
 * What the scripts of the corpus find on their server: kernels and the like,
 * each of which is a small script, so that "boot" comes back; all else is 404.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const kernels = [
  'debian/linux',
  'fedora/vmlinuz',
  'rescue/vmlinuz',
  'windows/wimboot',
  'coreos/fedora-coreos-43-live-kernel',
  'esxi/mboot.c32',
];
const files = [
  'debian/initrd.gz',
  'fedora/initrd.img',
  'rescue/initrd.img',
  'windows/boot/bcd',
  'windows/boot/boot.sdi',
  'windows/sources/boot.wim',
  'coreos/fedora-coreos-43-live-initramfs.img',
];
const scripts = ['hello.ipxe', 'trixie.ipxe', 'x86_64.ipxe'];

/** Lays the files into the folder that is served. */
export async function layWorld(folder: string): Promise<void> {
  for (const name of kernels) await lay(folder, name, '#!ipxe\necho A kernel is started\n');
  for (const name of files) await lay(folder, name, 'not an archive\n');
  for (const name of scripts) await lay(folder, name, '#!ipxe\necho A script is run\n');
}

/** Writes one served file. */
export async function lay(folder: string, name: string, content: string): Promise<void> {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
