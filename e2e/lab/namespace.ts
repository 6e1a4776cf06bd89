/**
 * A wire of its own: a network namespace with a bridge that machines are
 * plugged into. Everything a test starts (web, worker, browser, QEMU) runs
 * inside it by `ip netns exec`, so nothing it answers by DHCP ever reaches a
 * real network, and several runs can go on beside each other.
 *
 * The name holds the pid and start time of its maker. A run that was killed
 * leaves its namespace behind; the next run sees that its maker is gone, ends
 * what still runs in it and removes it.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, processIdentity } from '@/e2e/lab/process-identity';
import { type ProgramOptions, runProgram, runProgramSync } from '@/e2e/lab/program';

/** The addresses of the lab's wire; the server's side of the bridge. */
export const wire = {
  bridge: 'br0',
  network: '10.77.0.0/24',
  server: '10.77.0.1',
  prefix: 24,
  server6: 'fd00:77::1',
  prefix6: 64,
  /** Fixed, so that the bridge does not take over the MAC of a plugged-in tap. */
  mac: '52:54:00:77:ff:01',
} as const;

const namePattern = /^lab-(\d+)-(\d+)-\d+$/;
let counter = 0;

export class Namespace {
  private taps = 0;
  private removed = false;

  /** Scratch for what belongs to this wire (disks, sockets, consoles); removed with it. */
  readonly folder: string;

  /** For a product's data, which other users (Postgres') must get into; removed with the wire. Made by its user. */
  readonly dataFolder: string;

  private constructor(readonly name: string) {
    this.folder = join(tmpdir(), name);
    this.dataFolder = dataFolderOf(name);
  }

  /** Makes the namespace with `lo` and the bridge up. Needs root; throws with the reason otherwise. */
  static async create(): Promise<Namespace> {
    await removeLeftOvers();
    const self = processIdentity(process.pid);
    counter += 1;
    const name = `lab-${process.pid}-${self?.startedAt ?? '0'}-${counter}`;
    await runProgram(['ip', 'netns', 'add', name]).catch((error: unknown) => {
      throw new Error(
        `The lab cannot make a network namespace (it needs root and iproute2): ${String(error)}`,
      );
    });
    const namespace = new Namespace(name);
    removeAtExit(namespace);
    try {
      await mkdir(namespace.folder, { mode: 0o700 });
      await namespace.bringUp();
    } catch (error) {
      await namespace.remove();
      throw error;
    }
    return namespace;
  }

  /** A namespace that another process made and will remove; this process may itself run inside it. */
  static attach(name: string): Namespace {
    return new Namespace(name);
  }

  private async bringUp(): Promise<void> {
    // No spanning tree, no forward delay: a card must be heard as soon as it is up.
    // No multicast snooping: without a querier it would swallow router advertisements.
    const lines = [
      'link set lo up',
      `link add ${wire.bridge} address ${wire.mac} type bridge stp_state 0 forward_delay 0 mcast_snooping 0`,
      // A pair of ends that is always there gives the bridge a carrier before the first machine is.
      'link add wire0 type veth peer name wire1',
      'link set wire1 addrgenmode none up',
      `link set wire0 master ${wire.bridge} addrgenmode none up`,
      `addr add ${wire.server}/${wire.prefix} dev ${wire.bridge}`,
      `addr add ${wire.server6}/${wire.prefix6} dev ${wire.bridge} nodad`,
      `link set ${wire.bridge} up`,
    ];
    // The server gives router advertisements and takes none: an address that comes by itself
    // while a page loads is another network to the browser, which gives the page up.
    const setting = '/proc/sys/net/ipv6/conf/default/accept_ra';
    await runProgram(['ip', 'netns', 'exec', this.name, 'tee', setting], { input: '0' });
    await runProgram(['ip', '-n', this.name, '-batch', '-'], { input: `${lines.join('\n')}\n` });
  }

  /** Adds a tap, plugged into the bridge, and gives its name. */
  async addTap(): Promise<string> {
    // With the pid, since several processes may plug into one wire; Linux allows 15 characters.
    const tap = `t${process.pid}-${this.taps}`;
    this.taps += 1;
    const lines = [`tuntap add dev ${tap} mode tap`, `link set ${tap} master ${wire.bridge} up`];
    await runProgram(['ip', '-n', this.name, '-batch', '-'], { input: `${lines.join('\n')}\n` });
    return tap;
  }

  /** Removes a tap; one that is already gone is no error. */
  async removeTap(tap: string): Promise<void> {
    await runProgram(['ip', '-n', this.name, 'link', 'del', tap], { tolerate: true });
  }

  /** The argv that runs `argv` inside; `ip` replaces itself, so the child's pid is the program's. */
  inside(argv: string[]): string[] {
    return ['ip', 'netns', 'exec', this.name, ...argv];
  }

  /** Starts a program inside the namespace. */
  spawnInside(argv: string[], options: SpawnOptions = {}): ChildProcess {
    const [program = '', ...args] = this.inside(argv);
    return spawn(program, args, options);
  }

  /** Runs a program inside to its end; throws on a non-zero exit unless told to tolerate it. */
  runInside(argv: string[], options: ProgramOptions = {}) {
    return runProgram(this.inside(argv), options);
  }

  /** Ends what still runs inside (first asked, after two seconds killed) and removes the namespace. */
  async remove(): Promise<void> {
    if (this.removed) return;
    this.removed = true;
    signalAll(this.name, 'SIGTERM');
    for (let waited = 0; waited < 2000 && processesIn(this.name).length > 0; waited += 50) {
      await sleep(50);
    }
    removeNow(this.name);
  }

  /** For exit handlers: at once, without asking. */
  removeSync(): void {
    if (this.removed) return;
    this.removed = true;
    removeNow(this.name);
  }
}

/** Removes the namespaces of lab runs whose process is gone; gives their names. */
export async function removeLeftOvers(): Promise<string[]> {
  const { stdout } = await runProgram(['ip', 'netns', 'list'], { tolerate: true });
  const dead = stdout
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => {
      const match = namePattern.exec(name);
      return match !== null && !isAlive({ pid: Number(match[1]), startedAt: match[2] ?? '' });
    });
  for (const name of dead) removeNow(name);
  return dead;
}

function processesIn(name: string): number[] {
  const { stdout } = runProgramSync(['ip', 'netns', 'pids', name]);
  // A process that has itself entered the namespace must not end itself here.
  return stdout
    .split(/\s+/)
    .filter(Boolean)
    .map(Number)
    .filter((pid) => pid !== process.pid);
}

function signalAll(name: string, signal: NodeJS.Signals): void {
  for (const pid of processesIn(name)) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended in between.
    }
  }
}

function removeNow(name: string): void {
  signalAll(name, 'SIGKILL');
  runProgramSync(['ip', 'netns', 'del', name]);
  for (const folder of [join(tmpdir(), name), dataFolderOf(name)]) {
    rmSync(folder, { recursive: true, force: true });
  }
}

function dataFolderOf(name: string): string {
  return join(tmpdir(), `${name}.data`);
}

const living = new Set<Namespace>();

/** One set of handlers for all namespaces: at the process's end, by itself or by a signal, they go. */
function removeAtExit(namespace: Namespace): void {
  if (living.size === 0) {
    process.on('exit', () => {
      for (const one of living) one.removeSync();
    });
    for (const [signal, number] of [
      ['SIGHUP', 1],
      ['SIGINT', 2],
      ['SIGTERM', 15],
    ] as const) {
      process.on(signal, () => {
        // Somebody else handles the signal too: then they decide when the process ends.
        if (process.listenerCount(signal) === 1) process.exit(128 + number);
      });
    }
  }
  living.add(namespace);
}
