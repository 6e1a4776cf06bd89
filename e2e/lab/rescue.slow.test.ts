/** A rescue boot on real firmware: into its sub script, and where that is away, to the local disk. */
import { afterEach, beforeEach, it } from 'vitest';
import { BootRoom, base, localDisk } from '@/e2e/lab/boot-room';
import { rescueScript } from '@/lib/boot/ipxe/rescue';

let room: BootRoom;

beforeEach(async () => {
  room = await BootRoom.open({ script: 'boot.ipxe' });
});

afterEach(() => room?.close());

/** As the main script does: what ends with 1 goes on at the local disk. */
const asMain = `#!ipxe
imgfetch --name boot ${base}/answer.ipxe
imgexec boot || iseq \${errno} 0x1 && echo LOCAL DISK IS MEANT ||
sanboot --no-describe --drive 0x80
`;

const script = rescueScript({
  name: 'node-17',
  base,
  mac: '52:54:00:77:00:01',
  address: null,
  subScript: { id: 'c0ffee', revision: 3, title: 'Rescue shell' },
});

it('has its variables, and the sub script that comes back means the local disk', async () => {
  await room.serve('answer.ipxe', script);
  await room.serve('boot.ipxe', asMain);
  await room.serve(
    'api/pxeboot/subscripts/c0ffee',
    '#!ipxe\necho SUB [${hostname}] [${mac}] [${address}]\nexit 1\n',
  );
  const machine = await room.switchOn({ firmware: 'bios' });
  await machine.waitForText(/SUB \[node-17\] \[52:54:00:77:00:01\] \[\]/, 90_000);
  await machine.waitForText(/LOCAL DISK IS MEANT/, 20_000);
  await machine.waitForText(new RegExp(localDisk), 20_000);
});

it('tries a sub script that is away three times, and then boots the local disk', async () => {
  await room.serve('answer.ipxe', script);
  await room.serve('boot.ipxe', asMain);
  const machine = await room.switchOn({ firmware: 'bios' });
  await machine.waitForText(/Trying again in 2 seconds/, 90_000);
  await machine.waitForText(/Trying again in 5 seconds/, 30_000);
  await machine.waitForText(
    /Trying again in 5 seconds(?:(?!Trying again)[\s\S])*Going on with the local disk/,
    30_000,
  );
  await machine.waitForText(/LOCAL DISK IS MEANT/, 20_000);
  await machine.waitForText(new RegExp(localDisk), 20_000);
});
