/** SYSLINUX on real firmware, from a disk and by network, down to its configuration's own text. */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, test } from 'vitest';
import { mediaRoom } from '@/e2e/fixtures/build-medium';
import { BootRoom, base } from '@/e2e/lab/boot-room';
import type { Machine } from '@/e2e/lab/machine';
import { wire } from '@/e2e/lab/namespace';

const media = mediaRoom();
const mark = randomUUID();

let room: BootRoom;
let machine: Machine | undefined;

beforeAll(async () => {
  const loaders = { bios: 'pxelinux.0', uefi: 'none.efi' };
  room = await BootRoom.open({ script: 'boot.ipxe', tftp: [], loaders });
});

afterEach(() => machine?.powerOff());
afterAll(() => room?.close());

const speaks = `SERIAL 0 115200
SAY said ${mark}
`;

test('the image by BIOS, as a disk, with a menu and the modules that it needs', async () => {
  const configuration = `${speaks}UI menu.c32
MENU TITLE shown ${mark}
LABEL again
  MENU LABEL Start again
  COM32 reboot.c32
`;
  const { folder } = await media.build('syslinux', { fragment: 'img', configuration });
  const path = join(folder, 'syslinux.img');
  machine = await room.switchOn({ firmware: 'bios', macs: [], disks: [{ path, format: 'raw' }] });
  await machine.waitForText(new RegExp(`said ${mark}`), 30_000);
  await machine.waitForText(new RegExp(`shown ${mark}`), 20_000);
  // Enter runs reboot.c32, which needs a library of its own.
  machine.serial.type('\r');
  await machine.waitForText(new RegExp(`said ${mark}[\\s\\S]*said ${mark}`), 30_000);
});

test('pxelinux.0 over the network, by TFTP', async () => {
  const tftp = join(room.folder, 'tftp');
  await copyAll((await media.build('syslinux', { fragment: 'pxelinux.0' })).folder, tftp);
  await mkdir(join(tftp, 'pxelinux.cfg'));
  await writeFile(join(tftp, 'pxelinux.cfg/default'), speaks);
  await room.serve('boot.ipxe', chainTo(`tftp://${wire.server}/`, 'pxelinux.0'));
  machine = await room.switchOn({ firmware: 'bios', macs: ['52:54:00:77:13:03'] });
  await machine.waitForText(new RegExp(`said ${mark}`), 60_000);
});

test('lpxelinux.0 over the network, by HTTP alone', async () => {
  const { folder } = await media.build('syslinux', { fragment: 'lpxelinux.0' });
  for (const name of await readdir(folder))
    await room.serveFile(`media/${name}`, join(folder, name));
  await room.serve('media/pxelinux.cfg/default', speaks);
  await room.serve('boot.ipxe', chainTo(`${base}/media/`, 'lpxelinux.0'));
  machine = await room.switchOn({ firmware: 'bios', macs: ['52:54:00:77:13:04'] });
  await machine.waitForText(new RegExp(`said ${mark}`), 60_000);
});

/** DHCP option 210 (RFC 5071) tells PXELINUX where its other files are. */
function chainTo(place: string, name: string): string {
  return `#!ipxe\nset 210:string ${place}\nchain ${place}${name}\n`;
}

async function copyAll(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) await copyFile(join(from, name), join(to, name));
}
