/** The other half: dnsmasq and nginx as one sets them up by hand, with the same files. */
import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Machine } from '@/e2e/lab/machine';
import { type Namespace, wire } from '@/e2e/lab/namespace';
import { startPlainDnsmasq } from '@/e2e/lab/plain-dnsmasq';

const port = 8090;
const base = `http://${wire.server}:${port}`;

export interface Peer {
  namespace: Namespace;
  folder: string;
}

/** Lays the files out: bootloaders for TFTP; kernel, initrd, script and plan for nginx. */
export async function preparePeer(given: {
  namespace: Namespace;
  folder: string;
  /** The product's data folder, to take the files from. */
  data: string;
  mac: string;
}): Promise<Peer> {
  const { namespace, folder, data, mac } = given;
  const web = join(folder, 'web');
  mkdirSync(join(web, 'install'), { recursive: true });
  // The real folder behind the link; its autoexec.ipxe leads to us and stays behind.
  cpSync(join(data, 'tftp'), join(folder, 'tftp'), { recursive: true, dereference: true });
  writeFileSync(join(folder, 'tftp', 'autoexec.ipxe'), `#!ipxe\nchain ${base}/boot.ipxe\n`);
  const agent = newestAgent(join(data, 'artifacts'));
  for (const name of ['vmlinuz', 'initrd.img']) copyFileSync(join(agent, name), join(web, name));
  writeFileSync(
    join(web, 'boot.ipxe'),
    `#!ipxe
kernel --name vmlinuz ${base}/vmlinuz initrd=initrd.img provisioner.install=${base}/install BOOTIF=${mac} console=ttyS0,115200 console=tty0
initrd --name initrd.img ${base}/initrd.img
boot
`,
  );
  writeFileSync(join(web, 'install', 'plan'), JSON.stringify(planFor(mac)));
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder));
  return { namespace, folder };
}

/** Seconds from power-on to the agent's first POST, by nginx's own clock. */
export async function measurePeer(given: {
  peer: Peer;
  newMachine: () => Promise<Machine>;
  limit: number;
}): Promise<number> {
  const { namespace, folder } = given.peer;
  const log = join(folder, 'access.log');
  writeFileSync(log, '');
  const nginx = spawn('/usr/sbin/nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const dnsmasq = await startPlainDnsmasq({
    namespace,
    folder,
    tftpRoot: join(folder, 'tftp'),
    script: `${base}/boot.ipxe`,
    loaders: { bios: 'undionly.kpxe', uefi: 'snponly.efi' },
  });
  const machine = await given.newMachine();
  try {
    const started = Date.now();
    await machine.powerOn();
    while (Date.now() - started < given.limit) {
      const [, at] = /^(\S+) POST /m.exec(await readFile(log, 'utf8')) ?? [];
      if (at) return Number(at) - started / 1000;
      await sleep(100);
    }
    throw new Error(`The agent did not report by hand:\n${machine.serial.all().slice(-2000)}`);
  } finally {
    await machine.remove();
    await dnsmasq.stop();
    const ended = new Promise((resolve) => nginx.once('exit', resolve));
    nginx.kill('SIGTERM');
    await ended;
  }
}

function newestAgent(artifacts: string): string {
  const folder = readdirSync(artifacts)
    .map((name) => join(artifacts, name))
    .find((path) => kindOf(path) === 'agent');
  if (!folder) throw new Error('There is no agent.');
  return folder;
}

function kindOf(folder: string): string | null {
  try {
    return (JSON.parse(readFileSync(join(folder, 'artifact.json'), 'utf8')) as { kind: string })
      .kind;
  } catch {
    return null;
  }
}

/** The agent reports before it asks what to do; then this is enough to stop it. */
const planFor = (mac: string) => ({
  install: 'measured',
  mode: 'inventory',
  host: { name: 'measured', mac, parameters: {}, dns: [] },
  sshKeys: [],
  preScripts: [],
  postScripts: [],
});

function configuration(folder: string): string {
  return `user root;
daemon off;
worker_processes auto;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  log_format bench '$msec $request_method $uri';
  access_log ${folder}/access.log bench;
  sendfile on;
  tcp_nopush on;
  default_type text/plain;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen ${wire.server}:${port};
    root ${folder}/web;
    location = /install/events {
      default_type application/json;
      return 200 '{"ok":true}';
    }
  }
}
`;
}
