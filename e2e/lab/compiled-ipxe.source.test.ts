/**
 * Compiled iPXE on real firmware: the network bootloaders with a script
 * inside, and HTTPS to a server whose authority only the built-in trust
 * knows.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Authority, makeAuthority } from '@/e2e/fixtures/authority';
import { buildContext } from '@/e2e/fixtures/build-context';
import { labFolder } from '@/e2e/lab/accel';
import { BootRoom, base } from '@/e2e/lab/boot-room';
import { wire } from '@/e2e/lab/namespace';
import { type PlainServer, startPlainServer } from '@/e2e/lab/plain-server';
import { compileIpxe } from '@/lib/builds/builders/ipxe/compiled/compile';
import {
  type IpxeDriver,
  type IpxeExtension,
  ipxeOptions,
} from '@/lib/builds/builders/ipxe/schema';

/** Milliseconds; firmware takes most of it. */
const patience = 240_000;

let authority: Authority;
let folder: string;
let room: BootRoom | undefined;
const servers: PlainServer[] = [];

beforeAll(async () => {
  authority = await makeAuthority({ address: wire.server });
  folder = await mkdtemp(path.join(tmpdir(), 'compiled-lab-'));
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  await room?.close();
  room = undefined;
});

afterAll(async () => {
  await rm(authority.folder, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

type Firmware = 'bios' | 'uefi';

/** Compiles a bootloader with a script and switches a machine on that gets it by TFTP. */
async function boot(given: {
  firmware: Firmware;
  loader: string;
  script: string;
  options?: object;
  secrets?: Record<string, string>;
}) {
  const { firmware, loader, script, options = {}, secrets } = given;
  const [driver, extension] = loader.split('.') as [IpxeDriver, IpxeExtension];
  const context = await buildContext({
    root: folder,
    cache: path.join(labFolder(), 'cache'),
    secrets,
  });
  const file = path.join(context.folder, loader);
  const platform = firmware === 'bios' ? 'bin-x86_64-pcbios' : 'bin-x86_64-efi';
  const wish = {
    platform,
    driver,
    extension,
    script,
    options: ipxeOptions.parse(options),
  } as const;
  await compileIpxe({ wish, file, context });
  room = await BootRoom.open({
    // BIOS' card holds an iPXE of its own, which goes on to ours.
    script: 'rom.ipxe',
    tftp: [{ path: loader, from: file }],
    loaders: { bios: loader, uefi: loader },
  });
  await room.serve('rom.ipxe', `#!ipxe\nchain tftp://${wire.server}/${loader}\n`);
  return room.switchOn({ firmware, macs: ['52:54:00:77:11:01'] });
}

async function serveSecurely(given: { port: number; clients?: string }): Promise<void> {
  if (!room) throw new Error('There is no room yet.');
  const { certificate, key } = authority.server.files;
  servers.push(
    await startPlainServer({
      namespace: room.namespace,
      folder: path.join(room.folder, 'web'),
      port: given.port,
      tls: { certificate, key, clients: given.clients },
    }),
  );
  await room.serve('secure.ipxe', '#!ipxe\necho THE SECURE SCRIPT RUNS\nshell\n');
}

test.each([
  ['bios', 'undionly.kpxe'],
  ['bios', 'ipxe.pxe'],
  ['uefi', 'snponly.efi'],
  ['uefi', 'ipxe.efi'],
] as const)('%s: %s runs its script and reaches our server', async (firmware, loader) => {
  const script = `#!ipxe
echo THE SCRIPT INSIDE \${platform} \${buildarch}
dhcp || shell
chain ${base}/next.ipxe || echo NO CHAIN
`;
  const machine = await boot({ firmware, loader, script });
  await room?.serve('next.ipxe', '#!ipxe\necho THE NEXT SCRIPT RUNS\nshell\n');
  await machine.waitForText(/THE SCRIPT INSIDE (pcbios|efi) (x86_64|i386)/, patience);
  await machine.waitForText(/THE NEXT SCRIPT RUNS/, patience);
});

const secure = (port: number) => `#!ipxe
echo THE SCRIPT INSIDE
dhcp || shell
:again
imgfetch --name hello ${base}/hello || goto again
chain https://${wire.server}:${port}/secure.ipxe || echo REFUSED WITH \${errno}
shell
`;

test.each([
  ['bios', 'undionly.kpxe'],
  ['uefi', 'snponly.efi'],
] as const)(
  '%s: a private authority is believed by %s that was built with it',
  async (firmware, loader) => {
    const options = { trust: authority.root.certificate };
    const machine = await boot({ firmware, loader, script: secure(3443), options });
    await serveSecurely({ port: 3443 });
    await room?.serve('hello', 'hello');
    await machine.waitForText(/THE SECURE SCRIPT RUNS/, patience);
    expect(servers[0]?.requests().join('\n')).toContain('GET 200 /secure.ipxe iPXE/');
  },
);

test.each([
  ['bios', 'undionly.kpxe'],
  ['uefi', 'snponly.efi'],
] as const)(
  '%s: the same authority is refused by %s that was built without it',
  async (firmware, loader) => {
    const machine = await boot({ firmware, loader, script: secure(3443) });
    await serveSecurely({ port: 3443 });
    await room?.serve('hello', 'hello');
    await machine.waitForText(/REFUSED WITH 0x[0-9a-f]+/, patience);
    expect(servers[0]?.requests()).toEqual([]);
  },
);

test('a server that asks for a certificate gets the one inside', async () => {
  const options = {
    trust: authority.root.certificate,
    clientCertificate: authority.client.certificate,
    clientKeySecret: 'boot_key',
  };
  const secrets = { boot_key: authority.client.key };
  const script = secure(3444);
  const machine = await boot({
    firmware: 'bios',
    loader: 'undionly.kpxe',
    script,
    options,
    secrets,
  });
  await serveSecurely({ port: 3444, clients: authority.root.files.certificate });
  await room?.serve('hello', 'hello');
  await machine.waitForText(/THE SECURE SCRIPT RUNS/, patience);
});

test('a server that asks for a certificate refuses who has none', async () => {
  const options = { trust: authority.root.certificate };
  const script = secure(3444);
  const machine = await boot({ firmware: 'bios', loader: 'undionly.kpxe', script, options });
  await serveSecurely({ port: 3444, clients: authority.root.files.certificate });
  await room?.serve('hello', 'hello');
  await machine.waitForText(/REFUSED WITH 0x[0-9a-f]+/, patience);
  expect(servers[0]?.requests()).toEqual([]);
});
