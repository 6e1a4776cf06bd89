/**
 * A machine on the lab's wire: QEMU with firmware, an empty disk and a card,
 * whose first boot option is the network and whose second is the disk. It is
 * switched on and off like a real one, and a reboot from inside starts its
 * firmware again.
 */
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { workingAccel } from '@/e2e/lab/accel';
import { uefiFirmware } from '@/e2e/lab/firmware';
import {
  type Accel,
  type Card,
  type Firmware,
  type MachineArguments,
  machineArguments,
} from '@/e2e/lab/machine-arguments';
import type { Namespace } from '@/e2e/lab/namespace';
import { runProgram } from '@/e2e/lab/program';
import { Qmp } from '@/e2e/lab/qmp';
import { Serial } from '@/e2e/lab/serial';

export interface DiskWish {
  /** An existing image; without it a blank qcow2 disk is made. */
  path?: string;
  format?: 'qcow2' | 'raw';
  /** Of a blank disk, in QEMU's spelling such as `4G`. */
  size?: string;
  serial?: string;
}

export interface MachineWish {
  namespace: Namespace;
  name: string;
  firmware: Firmware;
  /** In 52:54:00 colon form; one card is made for each. */
  macs: string[];
  cardModel?: string;
  disks?: DiskWish[];
  medium?: MachineArguments['medium'];
  /** MiB, 1,024 by default. */
  memory?: number;
  processors?: number;
  accel?: Accel;
  network?: MachineArguments['network'];
  uuid?: string;
  serialNumber?: string;
  manufacturer?: string;
  product?: string;
  asset?: string;
  kernel?: MachineArguments['kernel'];
  /** A screen beside the serial console, for `screenshot`; firmware then takes a little longer. */
  screen?: boolean;
}

export class Machine {
  readonly serial = new Serial();
  private child: ChildProcess | null = null;
  private control: Qmp | null = null;

  private constructor(
    private readonly wish: MachineArguments,
    private readonly namespace: Namespace,
    /** Scratch of this machine: disk, variables, sockets, console. */
    readonly folder: string,
  ) {}

  /** Makes a machine that is switched off. */
  static async create(wish: MachineWish): Promise<Machine> {
    const folder = await mkdtemp(join(wish.namespace.folder, 'machine-'));
    const cards: Card[] = [];
    for (const mac of wish.macs) {
      cards.push({ mac, tap: await wish.namespace.addTap(), model: wish.cardModel });
    }
    const machine: MachineArguments = {
      name: wish.name,
      firmware: wish.firmware,
      accel: wish.accel ?? (await workingAccel()),
      memory: wish.memory ?? 1024,
      processors: wish.processors ?? 1,
      uuid: wish.uuid ?? randomUUID(),
      serialNumber: wish.serialNumber ?? `LAB-${wish.name}`,
      manufacturer: wish.manufacturer ?? 'Lab',
      product: wish.product ?? 'Virtual machine',
      asset: wish.asset ?? '',
      disks: await makeDisks(folder, wish.disks ?? [{}]),
      medium: wish.medium,
      cards,
      network: wish.network ?? (wish.firmware === 'bios' ? 'rom' : 'firmware'),
      uefi: wish.firmware === 'uefi' ? await uefiFirmware({ folder }) : undefined,
      sockets: { qmp: join(folder, 'qmp'), serial: join(folder, 'serial') },
      serialLog: join(folder, 'console.txt'),
      kernel: wish.kernel,
      screen: wish.screen ?? false,
    };
    return new Machine(machine, wish.namespace, folder);
  }

  get macs(): string[] {
    return this.wish.cards.map((card) => card.mac);
  }

  get uuid(): string {
    return this.wish.uuid;
  }

  get accel(): Accel {
    return this.wish.accel;
  }

  /** Paths of the disks' files, for looking at them while the machine is off. */
  get disks(): { path: string; format: 'qcow2' | 'raw' }[] {
    return this.wish.disks;
  }

  /** The raw console, all power cycles in one file. */
  get consoleFile(): string {
    return this.wish.serialLog;
  }

  /** Process number of QEMU, or null when the machine is off. */
  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  /** Switches it on; comes back when the processor runs. Throws with QEMU's words when it cannot start. */
  async powerOn(): Promise<void> {
    if (this.child) throw new Error(`${this.wish.name} is already on.`);
    for (const path of Object.values(this.wish.sockets)) await rm(path, { force: true });
    const said = join(this.folder, 'qemu.txt');
    const child = this.namespace.spawnInside(
      ['qemu-system-x86_64', ...machineArguments(this.wish)],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const log = createWriteStream(said, { flags: 'a' });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    this.child = child;
    child.once('exit', () => {
      log.end();
      this.control?.close();
      this.control = null;
      this.child = null;
    });
    // QEMU waits for the console's reader before the first instruction: nothing is missed.
    await this.whenThere(child, said, () => this.serial.attach(this.wish.sockets.serial));
    this.control = await this.whenThere(child, said, () => Qmp.connect(this.wish.sockets.qmp));
  }

  /** Pulls the plug. */
  async powerOff(): Promise<void> {
    const child = this.child;
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    await this.control?.execute('quit').catch(() => {});
    const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(timer);
  }

  /** Presses the power button: the guest may shut down by itself. */
  async pressPowerButton(): Promise<void> {
    await this.monitor().execute('system_powerdown');
  }

  /** Presses the reset button. */
  async reset(): Promise<void> {
    await this.monitor().execute('system_reset');
  }

  /**
   * How often the machine has been reset since it was switched on, by a button
   * or from inside; firmware may take more than one for a reboot.
   */
  get resets(): number {
    return this.control?.events.filter((event) => event.name === 'RESET').length ?? 0;
  }

  /** Plugs the cable of a card in or out. */
  async setLink(card: number, up: boolean): Promise<void> {
    await this.monitor().execute('set_link', { name: `net${card}`, up });
  }

  /** Presses keys on its keyboard, by QEMU's names (`s`, `ret`, `ctrl`). */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.monitor().execute('send-key', { keys: [{ type: 'qcode', data: key }] });
    }
  }

  /** Saves the screen as PNG (QEMU 7.1 and newer). Only for a machine that was given a screen. */
  async screenshot(path: string): Promise<void> {
    await this.monitor().execute('screendump', { filename: path, format: 'png' });
  }

  /** Waits for readable console text after `from`; see `Serial.waitForText`. */
  waitForText(pattern: RegExp, limit: number, from?: number): Promise<RegExpMatchArray> {
    return this.serial.waitForText(pattern, limit, from);
  }

  /** Waits until QEMU has ended, because the guest switched itself off. */
  async waitForOff(limit: number): Promise<void> {
    const end = Date.now() + limit;
    while (this.child && Date.now() < end) await sleep(100);
    if (this.child) throw new Error(`${this.wish.name} is still on after ${limit / 1000} s.`);
  }

  /** Pulls the plug and removes taps and files. */
  async remove(): Promise<void> {
    await this.powerOff();
    for (const card of this.wish.cards) await this.namespace.removeTap(card.tap);
    await rm(this.folder, { recursive: true, force: true });
  }

  private monitor(): Qmp {
    if (!this.control) throw new Error(`${this.wish.name} is off.`);
    return this.control;
  }

  private async whenThere<T>(
    child: ChildProcess,
    said: string,
    attempt: () => Promise<T>,
  ): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      if (child.exitCode !== null || child.signalCode !== null) {
        await sleep(50);
        throw new Error(`QEMU did not start: ${await readFile(said, 'utf8')}`);
      }
      try {
        return await attempt();
      } catch (error) {
        if (tries > 200) throw error;
        await sleep(50);
      }
    }
  }
}

async function makeDisks(folder: string, wishes: DiskWish[]): Promise<MachineArguments['disks']> {
  return Promise.all(
    wishes.map(async (wish, index) => {
      const format = wish.format ?? 'qcow2';
      const serial = wish.serial ?? `LABDISK${index}`;
      if (wish.path) return { path: wish.path, format, serial };
      const path = join(folder, `disk${index}.${format}`);
      await runProgram(['qemu-img', 'create', '-q', '-f', format, path, wish.size ?? '4G']);
      return { path, format, serial };
    }),
  );
}
