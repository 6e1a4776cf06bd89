/**
 * The lane's answers on real firmware: the scripts that `lib/boot/ipxe`
 * renders, run by the iPXE of 2019 in QEMU's card (BIOS) and by a new one
 * (UEFI), from a static server.
 */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, it } from 'vitest';
import { labFolder } from '@/e2e/lab/accel';
import { anyKernel } from '@/e2e/lab/kernel';
import { Machine, type MachineWish } from '@/e2e/lab/machine';
import { Namespace, wire } from '@/e2e/lab/namespace';
import { type PlainDnsmasq, startPlainDnsmasq } from '@/e2e/lab/plain-dnsmasq';
import { type PlainServer, startPlainServer } from '@/e2e/lab/plain-server';
import { makeSpeakingDisk } from '@/e2e/lab/speaking-disk';
import { agentScript } from '@/lib/boot/ipxe/agent';
import { localDiskScript } from '@/lib/boot/ipxe/local-disk';
import { scriptBootScript } from '@/lib/boot/ipxe/script';
import { ipxeBuilder } from '@/lib/builds/builders/ipxe/builder';
import { run } from '@/lib/core/exec';

const base = `http://${wire.server}:3000`;
const mac = '52:54:00:77:00:01';
const localDisk = 'THE LOCAL DISK WAS BOOTED';

let folder: string;
let namespace: Namespace;
let dnsmasq: PlainDnsmasq;
let server: PlainServer;
let machine: Machine;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-test-'));
  for (const part of ['artifact', 'scratch', 'tftp', 'web']) await mkdir(join(folder, part));
  await buildLoaders();
  await copyFile(join(folder, 'artifact', 'snponly.efi'), join(folder, 'tftp', 'snponly.efi'));
  namespace = await Namespace.create();
  server = await startPlainServer({ namespace, folder: join(folder, 'web') });
  dnsmasq = await startPlainDnsmasq({
    namespace,
    folder,
    tftpRoot: join(folder, 'tftp'),
    script: `${base}/boot.ipxe`,
    loaders: { bios: 'undionly.kpxe', uefi: 'snponly.efi' },
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

async function serve(name: string, content: string): Promise<void> {
  const file = join(folder, 'web', name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function switchOn(wish: Pick<MachineWish, 'firmware'>): Promise<void> {
  const disk = join(folder, 'disk.raw');
  await makeSpeakingDisk({ path: disk, text: localDisk });
  machine = await Machine.create({
    namespace,
    name: 'node',
    macs: [mac],
    disks: [{ path: disk, format: 'raw' }],
    memory: 512,
    ...wish,
  });
  await machine.powerOn();
}

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
  await serve('artifacts/f00d/vmlinuz', '');
  await copyFile(kernel, join(folder, 'web/artifacts/f00d/vmlinuz'));
  await machine.waitForText(/The initrd of the agent could not be loaded: error 0x2d0c61/, 60_000);
  await serve('artifacts/f00d/initrd.img', 'not an archive');
  machine.serial.type('x');
  await machine.waitForText(
    /Command line: .*provisioner\.install=http:\/\/10\.77\.0\.1:3000\/api\/pxeboot\/installs\/3f2c9f0e-\S+ BOOTIF=52:54:00:77:00:01/,
    120_000,
  );
}

it('the agent by BIOS, with the iPXE of the card', async () => {
  await serve('boot.ipxe', agent);
  await switchOn({ firmware: 'bios' });
  await agentComesUp();
});

it('the agent by UEFI', async () => {
  await serve('boot.ipxe', agent);
  await switchOn({ firmware: 'uefi' });
  await agentComesUp();
});

it('a sub script has its variables, and its "exit 1" is the local disk', async () => {
  const script = scriptBootScript({
    name: 'node-17',
    base,
    token: 'TOKEN',
    mac,
    address: '10.77.0.101',
    subScript: { id: 'c0ffee', revision: 1, title: 'says it' },
    kickstart: { id: 'k' },
    parameters: { role: 'web server', hostile: '${net0/mac}' },
    boot: 1,
    of: 1,
  });
  // As the main script does: what ends with 1 goes on at the local disk.
  await serve('answer.ipxe', script);
  await serve(
    'boot.ipxe',
    `#!ipxe\nimgfetch --name boot ${base}/answer.ipxe\nimgexec boot || iseq \${errno} 0x1 && echo LOCAL DISK IS MEANT ||\nsanboot --no-describe --drive 0x80\n`,
  );
  await serve(
    'api/pxeboot/subscripts/c0ffee',
    '#!ipxe\necho SUB [${hostname}] [${mac}] [${address}] [${role}] [${hostile}] [${kickstart}]\nexit 1\n',
  );
  await switchOn({ firmware: 'bios' });
  // The screen has 80 columns, and breaks the line where it ends.
  await machine.waitForText(
    /SUB \[node-17\] \[52:54:00:77:00:01\] \[10\.77\.0\.101\] \[web server\] \[\] \[http:\/\/10\.77\.0\.\s*1:3000\/api\/pxeboot\/installs\/TOKEN\/kickstart\]/,
    60_000,
  );
  await machine.waitForText(/LOCAL DISK IS MEANT/, 20_000);
  await machine.waitForText(new RegExp(localDisk), 20_000);
});

it('the local disk by BIOS', async () => {
  await serve('boot.ipxe', localDiskScript({ name: 'node-17', how: 'ask' }));
  await switchOn({ firmware: 'bios' });
  await machine.waitForText(/node-17 boots its local disk/, 60_000);
  await machine.waitForText(new RegExp(localDisk), 20_000);
});
