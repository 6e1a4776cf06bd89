/**
 * A machine on the lab's wire that is no virtual machine: a namespace of its
 * own with one card, plugged into the bridge. It speaks DHCP, TFTP and DNS
 * as firmware would, within milliseconds.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Namespace, wire } from '@/e2e/lab/namespace';
import { runProgram } from '@/e2e/lab/program';

let counter = 0;

export interface Lease {
  address: string;
  bootFile: string | null;
  server: string | null;
  router: string | null;
}

export interface Firmware {
  /** DHCP option 60. */
  vendorClass?: string;
  /** DHCP option 93. */
  architecture?: number;
  /** DHCP option 77. */
  userClass?: string;
}

export class Client {
  private constructor(
    readonly name: string,
    readonly mac: string,
  ) {}

  /** Plugs a machine with that MAC into the wire. */
  static async plugIn(given: { namespace: Namespace; mac: string }): Promise<Client> {
    counter += 1;
    const client = new Client(`${given.namespace.name}-c${counter}`, given.mac);
    const port = `c${process.pid}-${counter}`;
    await runProgram(['ip', 'netns', 'add', client.name]);
    const outside = [
      `link add ${port} type veth peer name eth0 address ${given.mac} netns ${client.name}`,
      `link set ${port} master ${wire.bridge} addrgenmode none up`,
    ];
    const inside = ['link set lo up', 'link set eth0 up'];
    await batch(given.namespace.name, outside);
    await batch(client.name, inside);
    return client;
  }

  /** Asks for an address and takes it; null when nobody answers within three seconds. */
  async dhcp(firmware: Firmware = {}): Promise<Lease | null> {
    const script = join(tmpdir(), `${this.name}.sh`);
    writeFileSync(script, '#!/bin/sh\n[ "$1" = bound ] && env\nexit 0\n', { mode: 0o755 });
    const hex = (text: string) => Buffer.from(text).toString('hex');
    const options = [
      ...(firmware.vendorClass ? ['-V', firmware.vendorClass] : []),
      ...(firmware.architecture === undefined
        ? []
        : ['-x', `0x5d:${firmware.architecture.toString(16).padStart(4, '0')}`]),
      ...(firmware.userClass ? ['-x', `0x4d:${hex(firmware.userClass)}`] : []),
    ];
    const argv = ['busybox', 'udhcpc', '-f', '-q', '-n', '-i', 'eth0', '-t', '3', '-T', '1'];
    const { stdout } = await this.run([...argv, '-s', script, ...options], true);
    rmSync(script);
    const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(stdout)?.[1] ?? null;
    const address = value('ip');
    if (!address) return null;
    await batch(this.name, [`addr replace ${address}/${wire.prefix} dev eth0`]);
    return {
      address,
      bootFile: value('boot_file'),
      server: value('serverid'),
      router: value('router'),
    };
  }

  /** Fetches a file by TFTP; gives its bytes' number and SHA-256, or throws what the server said. */
  async tftp(given: { file: string; server: string }): Promise<{ size: number; sha256: string }> {
    const program = `
      const tftp = require('tftp');
      const hash = require('node:crypto').createHash('sha256');
      let size = 0;
      const get = tftp.createClient({ host: process.argv[1], retries: 2, timeout: 1000 })
        .createGetStream(process.argv[2]);
      get.on('error', (error) => { console.error(error.message); process.exit(1); });
      get.on('data', (bytes) => { size += bytes.length; hash.update(bytes); });
      get.on('end', () => console.log(JSON.stringify({ size, sha256: hash.digest('hex') })));`;
    const { stdout } = await this.run([process.execPath, '-e', program, given.server, given.file]);
    return JSON.parse(stdout) as { size: number; sha256: string };
  }

  /** Looks a name up as programs do; gives the addresses. */
  async lookUp(given: { name: string; server: string }): Promise<string[]> {
    const program = `
      const resolver = new (require('node:dns').promises.Resolver)({ timeout: 1000, tries: 1 });
      resolver.setServers([process.argv[1]]);
      resolver.resolve4(process.argv[2]).then(
        (found) => console.log(JSON.stringify(found)),
        () => console.log('[]'),
      );`;
    const { stdout } = await this.run([process.execPath, '-e', program, given.server, given.name]);
    return JSON.parse(stdout) as string[];
  }

  /** Runs a program on this machine. */
  run(argv: string[], tolerate = false) {
    return runProgram(['ip', 'netns', 'exec', this.name, ...argv], { tolerate });
  }

  /** Starts a program on this machine. */
  spawn(argv: string[]): ChildProcess {
    return spawn('ip', ['netns', 'exec', this.name, ...argv], { stdio: 'ignore' });
  }

  /** Unplugs it. */
  async remove(): Promise<void> {
    await runProgram(['ip', 'netns', 'del', this.name], { tolerate: true });
  }
}

async function batch(namespace: string, lines: string[]): Promise<void> {
  await runProgram(['ip', '-n', namespace, '-batch', '-'], { input: `${lines.join('\n')}\n` });
}
