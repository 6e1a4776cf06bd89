/** GRUB's images on real firmware, from disks and by network, down to their configuration's own text. */
import { randomUUID } from 'node:crypto';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, test } from 'vitest';
import { mediaRoom } from '@/e2e/fixtures/build-medium';
import { BootRoom } from '@/e2e/lab/boot-room';
import type { Machine } from '@/e2e/lab/machine';
import { wire } from '@/e2e/lab/namespace';

const media = mediaRoom();
const mark = randomUUID();

let room: BootRoom;
let machine: Machine | undefined;

beforeAll(async () => {
  const loaders = { bios: 'core.0', uefi: 'grubx64.efi' };
  room = await BootRoom.open({ script: 'boot.ipxe', tftp: [], loaders });
});

afterEach(() => machine?.powerOff());
afterAll(() => room?.close());

/** `smbios` is a module that the image has only beside GRUB: its text tells that it was loaded from there. */
const configuration = `serial --unit=0 --speed=115200
terminal_output serial
smbios --type 1 --get-string 4 --set maker
echo "GRUB \${grub_cpu}-\${grub_platform} says ${mark} to \${maker}"
`;

const fromNetwork = `${configuration}
cat (tftp,${wire.server})/hello.txt
cat (http,${wire.server}:3000)/hello.txt
`;

async function says(platform: string): Promise<void> {
  await machine?.waitForText(new RegExp(`GRUB ${platform} says ${mark} to Lab`), 60_000);
}

/** What it has read by TFTP, and what by HTTP. */
async function hasRead(): Promise<void> {
  await machine?.waitForText(new RegExp(`by TFTP ${mark}`), 45_000);
  await machine?.waitForText(new RegExp(`by HTTP ${mark}`), 45_000);
}

async function offer(): Promise<void> {
  await room.serve('hello.txt', `by HTTP ${mark}\n`);
  await writeFile(join(room.folder, 'tftp', 'hello.txt'), `by TFTP ${mark}\n`);
}

function fromDisk(firmware: 'bios' | 'uefi', path: string): Promise<Machine> {
  return room.switchOn({ firmware, macs: [], disks: [{ path, format: 'raw' }] });
}

test('the image by UEFI, as a disk', async () => {
  const spec = { platform: 'x86_64-efi', fragment: 'img', configuration };
  const { folder } = await media.build('grub', spec);
  machine = await fromDisk('uefi', join(folder, 'grub-x86_64-efi.img'));
  await says('x86_64-efi');
});

test('the program by UEFI, over the network, where it reads on by HTTP and TFTP', async () => {
  const spec = { platform: 'x86_64-efi', configuration: fromNetwork };
  const { folder } = await media.build('grub', spec);
  await copyFile(join(folder, 'grubx64.efi'), join(room.folder, 'tftp', 'grubx64.efi'));
  await offer();
  machine = await room.switchOn({ firmware: 'uefi', macs: ['52:54:00:77:13:01'] });
  await says('x86_64-efi');
  await hasRead();
});

test('the core by BIOS, behind its boot sector at the beginning of a disk', async () => {
  const { folder } = await media.build('grub', { platform: 'i386-pc', configuration });
  const [sector, core] = await Promise.all(
    ['boot.img', 'core.img'].map((name) => readFile(join(folder, name))),
  );
  const disk = Buffer.alloc(1024 * 1024);
  Buffer.concat([sector ?? '', core ?? ''].map((part) => Buffer.from(part))).copy(disk);
  const path = join(room.folder, 'core.raw');
  await writeFile(path, disk);
  machine = await fromDisk('bios', path);
  await says('i386-pc');
});

test('the image by BIOS, as a disk', async () => {
  const look = `${configuration}\nls (hd0,msdos1)\n`;
  const spec = { platform: 'i386-pc', fragment: 'img', label: 'stick', configuration: look };
  const { folder } = await media.build('grub', spec);
  machine = await fromDisk('bios', join(folder, 'grub-i386-pc.img'));
  await says('i386-pc');
  await machine.waitForText(/Partition hd0,msdos1: Filesystem type fat - Label `STICK'/, 20_000);
});

test('the core by BIOS, over the network, chained to from iPXE', async () => {
  const spec = { platform: 'i386-pc', fragment: 'pxe', configuration: fromNetwork };
  const { folder } = await media.build('grub', spec);
  await copyFile(join(folder, 'core.0'), join(room.folder, 'tftp', 'core.0'));
  await offer();
  await room.serve('boot.ipxe', `#!ipxe\nchain tftp://${wire.server}/core.0\n`);
  machine = await room.switchOn({ firmware: 'bios', macs: ['52:54:00:77:13:02'] });
  await says('i386-pc');
  await hasRead();
});
