/**
 * A wire with our prebuilt bootloaders on it, a hand-written dnsmasq and a
 * static server: the room for tests of what real firmware does with a script.
 */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { labFolder } from '@/e2e/lab/accel';
import { Machine, type MachineWish } from '@/e2e/lab/machine';
import { Namespace, wire } from '@/e2e/lab/namespace';
import { type PlainDnsmasq, startPlainDnsmasq } from '@/e2e/lab/plain-dnsmasq';
import { type PlainServer, startPlainServer } from '@/e2e/lab/plain-server';
import { makeSpeakingDisk } from '@/e2e/lab/speaking-disk';
import { loadersBuilder } from '@/lib/builds/builders/loaders/builder';
import { run } from '@/lib/core/exec';

/** Where the static server is reached. */
export const base = `http://${wire.server}:3000`;

/** What the machine's own disk says when it is booted. */
export const localDisk = 'THE LOCAL DISK WAS BOOTED';

export interface BootRoomWish {
  /** Name below `base` of the script that iPXE is handed by DHCP. */
  script: string;
  /** What is in the TFTP root: name to the loader's file (or another by its path) or to a text. `snponly.efi` and `undionly.kpxe` where unset. */
  tftp?: ({ path: string; from: string } | { path: string; text: string })[];
  loaders?: { bios: string; uefi: string };
}

export class BootRoom {
  private machines: Machine[] = [];

  private constructor(
    readonly folder: string,
    readonly namespace: Namespace,
    readonly server: PlainServer,
    private readonly dnsmasq: PlainDnsmasq,
  ) {}

  /** Opens it; whoever does so closes it. */
  static async open(wish: BootRoomWish): Promise<BootRoom> {
    const loaders = wish.loaders ?? { bios: 'undionly.kpxe', uefi: 'snponly.efi' };
    const folder = await mkdtemp(join(tmpdir(), 'lab-test-'));
    for (const part of ['artifact', 'scratch', 'tftp', 'web']) await mkdir(join(folder, part));
    await buildLoaders(folder);
    const files = wish.tftp ?? Object.values(loaders).map((name) => ({ path: name, from: name }));
    for (const file of files) {
      const target = join(folder, 'tftp', file.path);
      if ('from' in file) await copyFile(resolve(folder, 'artifact', file.from), target);
      else await writeFile(target, file.text);
    }
    const namespace = await Namespace.create();
    const server = await startPlainServer({ namespace, folder: join(folder, 'web') });
    const dnsmasq = await startPlainDnsmasq({
      namespace,
      folder,
      tftpRoot: join(folder, 'tftp'),
      script: `${base}/${wish.script}`,
      loaders,
    });
    return new BootRoom(folder, namespace, server, dnsmasq);
  }

  /** Puts a text where the server gives it out. */
  async serve(name: string, content: string): Promise<void> {
    await writeFile(await this.place(name), content);
  }

  /** Puts a file where the server gives it out. */
  async serveFile(name: string, file: string): Promise<void> {
    await copyFile(file, await this.place(name));
  }

  /** A machine whose disk says `localDisk`, switched on. */
  async switchOn(wish: Pick<MachineWish, 'firmware'> & Partial<MachineWish>): Promise<Machine> {
    const disk = join(this.folder, 'disk.raw');
    await makeSpeakingDisk({ path: disk, text: localDisk });
    const machine = await Machine.create({
      namespace: this.namespace,
      name: 'node',
      macs: ['52:54:00:77:00:01'],
      disks: [{ path: disk, format: 'raw' }],
      memory: 512,
      ...wish,
    });
    this.machines.push(machine);
    await machine.powerOn();
    return machine;
  }

  async close(): Promise<void> {
    for (const machine of this.machines) await machine.remove();
    await this.dnsmasq.stop();
    await this.server.stop();
    await this.namespace.remove();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async place(name: string): Promise<string> {
    const file = join(this.folder, 'web', name);
    await mkdir(dirname(file), { recursive: true });
    return file;
  }
}

async function buildLoaders(folder: string): Promise<void> {
  const { signal } = new AbortController();
  await loadersBuilder.build(
    { engine: 'prebuilt', suite: 'newest' },
    {
      folder: join(folder, 'artifact'),
      scratch: join(folder, 'scratch'),
      cache: join(labFolder(), 'cache'),
      signal,
      secrets: {},
      inputs: [],
      log: () => {},
      progress: () => {},
      run: (program, args, options) => run({ program, args, timeout: 60_000, signal, ...options }),
    },
  );
}
