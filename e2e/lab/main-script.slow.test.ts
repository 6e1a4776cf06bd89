/**
 * The main script on real firmware, against a static server and a
 * hand-written dnsmasq: what it says, how it goes on, and that it ends at the
 * local disk.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BootRoom, base, localDisk } from '@/e2e/lab/boot-room';
import type { Machine, MachineWish } from '@/e2e/lab/machine';
import { bootFiles, tftpFiles } from '@/lib/builds/builders/loaders/publication';
import { mainScript } from '@/lib/scripts/library/main';

const loaders = ['undionly.kpxe', 'snponly.efi', 'ipxe.efi'];

let room: BootRoom;
let machine: Machine;

beforeEach(async () => {
  const tftp = tftpFiles({ artifact: loaders, script: mainScript, base });
  const names = bootFiles({ artifact: loaders });
  room = await BootRoom.open({
    script: 'main.ipxe',
    tftp,
    loaders: { bios: names.bios ?? '', uefi: names.uefi64 ?? '' },
  });
  for (const file of tftp) if ('text' in file) await room.serve('main.ipxe', file.text);
});

afterEach(() => room?.close());

async function switchOn(wish: Pick<MachineWish, 'firmware'> & Partial<MachineWish>): Promise<void> {
  machine = await room.switchOn({
    uuid: '0f0e0d0c-1111-2222-3333-444444444444',
    manufacturer: 'Lab & Sons',
    ...wish,
  });
}

function answer(script: string): Promise<void> {
  return room.serve('api/pxeboot/boot', script);
}

function questions(): URL[] {
  return room.server
    .requests()
    .filter((line) => line.includes('/api/pxeboot/boot'))
    .map((line) => new URL(line.split(' ')[2] ?? '', base));
}

describe('the main script by BIOS', () => {
  it('waits for a stranger to be accepted, survives a reboot, and ends at the local disk', async () => {
    await switchOn({ firmware: 'bios', macs: ['52:54:00:77:00:01', '52:54:00:77:00:02'] });
    await machine.waitForText(/This machine is unknown to http:\/\/10\.77\.0\.1:3000/, 60_000);
    await machine.waitForText(/written down there as 52:54:00:77:00:01/, 5000);
    const asked = Object.fromEntries(questions()[0]?.searchParams ?? []);
    expect(asked).toMatchObject({
      mac: '52:54:00:77:00:01',
      uuid: '0f0e0d0c-1111-2222-3333-444444444444',
      arch: 'x86_64',
      platform: 'pcbios',
      mac0: '52:54:00:77:00:01',
      mac1: '52:54:00:77:00:02',
      product: 'Virtual machine',
    });

    const process = machine.pid;
    // Accepted, and the next answer makes the machine itself start anew,
    // until there is another.
    await answer('#!ipxe\nreboot\n');
    machine.serial.type(' ');
    await machine.waitForText(/SeaBIOS[\s\S]*SeaBIOS/, 60_000);
    expect(machine.resets).toBeGreaterThan(0);
    expect(machine.pid).toBe(process);

    await answer('#!ipxe\nexit 1\n');
    await machine.waitForText(new RegExp(localDisk), 60_000);
    expect(machine.serial.all()).toContain('Booting from the local disk.');
  });

  it('says that nothing listens, tries again with growing pauses, and has a menu', async () => {
    await switchOn({ firmware: 'bios' });
    await machine.waitForText(/This machine is unknown/, 60_000);
    await room.server.stop();
    machine.serial.type(' ');
    await machine.waitForText(/Nothing listens on http:\/\/10\.77\.0\.1:3000/, 60_000);
    await machine.waitForText(/Trying again in 2 s, time 1 of 10/, 60_000);
    await machine.waitForText(/Trying again in 4 s, time 2 of 10/, 60_000);
    machine.serial.type('m');
    await machine.waitForText(/Boot from the local disk \(l\)/, 20_000);
    machine.serial.type('l');
    await machine.waitForText(new RegExp(localDisk), 20_000);
  });
});

describe('the main script by UEFI', () => {
  it('is found beside snponly.efi, without DHCP naming it', async () => {
    await answer(`#!ipxe\necho The server says: \${base} \${platform}\nexit 1\n`);
    await switchOn({ firmware: 'uefi' });
    await machine.waitForText(/autoexec\.ipxe\.\.\. ok/, 60_000);
    await machine.waitForText(/The server says: http:\/\/10\.77\.0\.1:3000 efi/, 30_000);
    await machine.waitForText(/Leaving the rest to the firmware's boot order/, 10_000);
    expect(questions()).toHaveLength(1);
    expect(questions()[0]?.searchParams.get('manufacturer')).toBe('Lab & Sons');
    expect(room.server.requests().join('\n')).not.toContain('main.ipxe');
  });
});
