/**
 * The main script on real firmware, against a static server and a
 * hand-written dnsmasq: what it says, how it goes on, and that it ends at the
 * local disk.
 */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labFolder } from '@/e2e/lab/accel';
import { Machine, type MachineWish } from '@/e2e/lab/machine';
import { Namespace, wire } from '@/e2e/lab/namespace';
import { type PlainDnsmasq, startPlainDnsmasq } from '@/e2e/lab/plain-dnsmasq';
import { type PlainServer, startPlainServer } from '@/e2e/lab/plain-server';
import { makeSpeakingDisk } from '@/e2e/lab/speaking-disk';
import { ipxeBuilder } from '@/lib/builds/builders/ipxe/builder';
import { bootFiles, tftpFiles } from '@/lib/builds/builders/ipxe/publication';
import { run } from '@/lib/core/exec';
import { mainScript } from '@/lib/scripts/library/main';

const base = `http://${wire.server}:3000`;
const loaders = ['undionly.kpxe', 'snponly.efi', 'ipxe.efi'];
const localDisk = 'THE LOCAL DISK WAS BOOTED';

let folder: string;
let namespace: Namespace;
let dnsmasq: PlainDnsmasq;
let server: PlainServer;
let machine: Machine;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-test-'));
  for (const part of ['artifact', 'scratch', 'tftp', 'web/api/pxeboot']) {
    await mkdir(join(folder, part), { recursive: true });
  }
  await buildLoaders();
  for (const file of tftpFiles({ artifact: loaders, script: mainScript, base })) {
    const target = join(folder, 'tftp', file.path);
    if ('from' in file) await copyFile(join(folder, 'artifact', file.from), target);
    else {
      await writeFile(target, file.text);
      await writeFile(join(folder, 'web', 'main.ipxe'), file.text);
    }
  }
  namespace = await Namespace.create();
  server = await startPlainServer({ namespace, folder: join(folder, 'web') });
  const names = bootFiles({ artifact: loaders });
  dnsmasq = await startPlainDnsmasq({
    namespace,
    folder,
    tftpRoot: join(folder, 'tftp'),
    script: `${base}/main.ipxe`,
    loaders: { bios: names.bios ?? '', uefi: names.uefi64 ?? '' },
  });
});

afterEach(async () => {
  await machine?.remove();
  await dnsmasq?.stop();
  await server?.stop();
  await namespace?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function buildLoaders(): Promise<void> {
  const { signal } = new AbortController();
  await ipxeBuilder.build(
    { engine: 'prebuilt', suite: 'newest' },
    {
      folder: join(folder, 'artifact'),
      scratch: join(folder, 'scratch'),
      cache: join(labFolder(), 'cache'),
      signal,
      log: () => {},
      progress: () => {},
      run: (program, args, options) => run({ program, args, timeout: 60_000, signal, ...options }),
    },
  );
}

async function switchOn(wish: Pick<MachineWish, 'firmware'> & Partial<MachineWish>): Promise<void> {
  const disk = join(folder, 'disk.raw');
  await makeSpeakingDisk({ path: disk, text: localDisk });
  machine = await Machine.create({
    namespace,
    name: 'node',
    macs: ['52:54:00:77:00:01'],
    disks: [{ path: disk, format: 'raw' }],
    memory: 512,
    uuid: '0f0e0d0c-1111-2222-3333-444444444444',
    manufacturer: 'Lab & Sons',
    ...wish,
  });
  await machine.powerOn();
}

function answer(script: string): Promise<void> {
  return writeFile(join(folder, 'web/api/pxeboot/boot'), script);
}

function questions(): URL[] {
  return server
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
    await server.stop();
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
    expect(server.requests().join('\n')).not.toContain('main.ipxe');
  });
});
