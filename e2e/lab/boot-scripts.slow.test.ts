/**
 * The lane's answers on real firmware: the scripts that `lib/boot/ipxe`
 * renders, run by the iPXE of 2019 in QEMU's card (BIOS) and by a new one
 * (UEFI), from a static server.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, it } from 'vitest';
import { labFolder } from '@/e2e/lab/accel';
import { BootRoom, base, localDisk } from '@/e2e/lab/boot-room';
import { anyKernel } from '@/e2e/lab/kernel';
import type { Machine } from '@/e2e/lab/machine';
import { agentScript } from '@/lib/boot/ipxe/agent';
import { localDiskScript } from '@/lib/boot/ipxe/local-disk';
import { problemScript } from '@/lib/boot/ipxe/problem';
import { scriptBootScript } from '@/lib/boot/ipxe/script';

const mac = '52:54:00:77:00:01';

let room: BootRoom;
let machine: Machine;

beforeEach(async () => {
  room = await BootRoom.open({ script: 'boot.ipxe' });
});

afterEach(() => room?.close());

const agent = agentScript({
  name: 'node-17',
  base,
  installId: '3f2c9f0e-9f5e-4b57-8c55-1f2d3e4a5b6c',
  token: '3f2c9f0e-9f5e-4b57-8c55-1f2d3e4a5b6c.abcdefghijklmnopqrstuvwxyz012345',
  mac,
  fingerprint: 'f00d',
  arch: 'x86_64',
  boot: 1,
  of: 3,
});

/** The agent's files, missing at first: it says so, tries again, and starts the kernel with its line. */
async function agentComesUp(): Promise<void> {
  await machine.waitForText(/The kernel of the agent could not be loaded: error 0x2d0c61/, 60_000);
  await machine.waitForText(
    /Nothing has been written to a disk\. Trying again in 2 seconds/,
    5_000,
  );
  await machine.waitForText(/Loading the agent for node-17 \(try 2\)/, 20_000);
  await machine.waitForText(/Trying again in 5 seconds/, 20_000);
  const kernel = await anyKernel({ folder: join(labFolder(), 'kernels') });
  if (!kernel) throw new Error('no kernel is to be had here');
  await room.serveFile('artifacts/f00d/vmlinuz', kernel);
  await machine.waitForText(/The initrd of the agent could not be loaded: error 0x2d0c61/, 60_000);
  await room.serve('artifacts/f00d/initrd.img', 'not an archive');
  machine.serial.type('x');
  await machine.waitForText(
    /Command line: .*provisioner\.install=http:\/\/10\.77\.0\.1:3000\/api\/pxeboot\/installs\/3f2c9f0e-\S+ BOOTIF=52:54:00:77:00:01/,
    120_000,
  );
}

it('the agent by BIOS, with the iPXE of the card', async () => {
  await room.serve('boot.ipxe', agent);
  machine = await room.switchOn({ firmware: 'bios' });
  await agentComesUp();
});

it('the agent by UEFI', async () => {
  await room.serve('boot.ipxe', agent);
  machine = await room.switchOn({ firmware: 'uefi' });
  await agentComesUp();
});

/** As the main script does: what ends with 1 goes on at the local disk. */
const asMain = `#!ipxe
imgfetch --name boot ${base}/answer.ipxe
imgexec boot || iseq \${errno} 0x1 && echo LOCAL DISK IS MEANT ||
sanboot --no-describe --drive 0x80
`;

it('a sub script has its variables, and its "exit 1" is the local disk', async () => {
  const script = scriptBootScript({
    name: 'node-17',
    base,
    token: 'TOKEN',
    mac,
    address: '10.77.0.101',
    subScript: { id: 'c0ffee', revision: 1, title: 'says it', template: false },
    arch: 'i386',
    platform: 'pcbios',
    kickstart: { id: 'k' },
    parameters: { role: 'web server', hostile: '${net0/mac}' },
    boot: 1,
    of: 1,
  });
  await room.serve('answer.ipxe', script);
  await room.serve('boot.ipxe', asMain);
  await room.serve(
    'api/pxeboot/subscripts/c0ffee',
    '#!ipxe\necho SUB [${hostname}] [${mac}] [${address}] [${role}] [${hostile}] [${kickstart}]\nexit 1\n',
  );
  machine = await room.switchOn({ firmware: 'bios' });
  // The screen has 80 columns, and breaks the line where it ends.
  await machine.waitForText(
    /SUB \[node-17\] \[52:54:00:77:00:01\] \[10\.77\.0\.101\] \[web server\] \[\] \[http:\/\/10\.77\.0\.\s*1:3000\/api\/pxeboot\/installs\/TOKEN\/kickstart\]/,
    60_000,
  );
  await machine.waitForText(/LOCAL DISK IS MEANT/, 20_000);
  await machine.waitForText(new RegExp(localDisk), 20_000);
});

it('a template that cannot be rendered says why, and the machine goes on at its local disk', async () => {
  const script = scriptBootScript({
    name: 'node-17',
    base,
    token: 'TOKEN',
    mac,
    address: null,
    subScript: { id: 'c0ffee', revision: 1, title: 'says it', template: true },
    arch: 'i386',
    platform: 'pcbios',
    kickstart: null,
    parameters: {},
    boot: 1,
    of: 1,
  });
  await room.serve('answer.ipxe', script);
  await room.serve('boot.ipxe', asMain);
  const reason = '"says it", line 2, column 7: there is no ${secret} || named root; shell';
  await room.serve('api/pxeboot/installs/TOKEN/script', problemScript([reason]));
  machine = await room.switchOn({ firmware: 'bios' });
  await machine.waitForText(
    /"says it", line 2, column 7: there is no \{secret\} named root shell/,
    60_000,
  );
  await machine.waitForText(/The machine boots its local disk in 30 secon\s*ds/, 5_000);
  await machine.waitForText(/LOCAL DISK IS MEANT/, 60_000);
  await machine.waitForText(new RegExp(localDisk), 20_000);
});

it('the local disk by BIOS', async () => {
  await room.serve('boot.ipxe', localDiskScript({ name: 'node-17', how: 'ask' }));
  machine = await room.switchOn({ firmware: 'bios' });
  await machine.waitForText(/node-17 boots its local disk/, 60_000);
  await machine.waitForText(new RegExp(localDisk), 20_000);
});
