/**
 * A boot medium with the ready script and an enrolment token, on a network
 * that is somebody else's: real firmware, a DHCP server that knows nothing of
 * us, and our machine plane on a real Postgres.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildContext } from '@/e2e/fixtures/build-context';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import { labFolder } from '@/e2e/lab/accel';
import { startLaneOnWire, type WiredLane } from '@/e2e/lab/lane';
import { Machine, type MachineWish } from '@/e2e/lab/machine';
import { Namespace, wire } from '@/e2e/lab/namespace';
import { type PlainDnsmasq, startForeignDnsmasq } from '@/e2e/lab/plain-dnsmasq';
import { startPlainServer } from '@/e2e/lab/plain-server';
import { runProgram } from '@/e2e/lab/program';
import { makeSpeakingDisk } from '@/e2e/lab/speaking-disk';
import type { Actor } from '@/lib/auth/actor';
import { createEnrolment, revokeEnrolment } from '@/lib/auth/enrolments/mutations';
import { isoBuilder } from '@/lib/builds/builders/iso/builder';
import { isoFile, isoSpec } from '@/lib/builds/builders/iso/schema';
import { closeDatabase, databaseUrl } from '@/lib/core/db';
import { listStrangers } from '@/lib/hosts/strangers/data';
import { acceptStranger } from '@/lib/hosts/strangers/mutations';
import { acceptedHost } from '@/lib/hosts/strangers/schema';

const base = `http://${wire.server}:3000`;
const localDisk = 'THE LOCAL DISK WAS BOOTED';
/** Milliseconds; the machine may be loaded. */
const limit = 150_000;

let folder: string;
let namespace: Namespace;
let dnsmasq: PlainDnsmasq | undefined;
let lane: WiredLane | undefined;
let machine: Machine | undefined;
let actor: Actor;
let other: Actor;
let enrolment: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-test-'));
  namespace = await Namespace.create();
  await makeSpeakingDisk({ path: join(folder, 'disk.raw'), text: localDisk });
});

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam();
  other = await insertTeam();
  const input = { name: 'sticks', expiresAt: null };
  ({ id: enrolment } = await createEnrolment({ actor, input }));
});

afterEach(async () => {
  await machine?.remove();
  await lane?.stop();
  await dnsmasq?.stop();
  machine = undefined;
  lane = undefined;
  dnsmasq = undefined;
});

afterAll(async () => {
  await namespace?.remove();
  await rm(folder, { recursive: true, force: true });
  await closeDatabase();
});

/** Makes the medium as a team would ask for it; gives its file. */
async function medium(spec: object = {}): Promise<string> {
  const context = await buildContext({ root: folder, cache: join(labFolder(), 'cache') });
  await isoBuilder.build(isoSpec.parse({ base, enrolment, ...spec }), context);
  return join(context.folder, isoFile);
}

async function selfSigned(): Promise<{ key: string; certificate: string }> {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj'];
  await runProgram([
    'openssl',
    ...words,
    `/CN=${wire.server}`,
    '-keyout',
    key,
    '-out',
    certificate,
  ]);
  return { key, certificate };
}

/** A card that boots by itself would never come to the medium's end: it has no ROM. */
async function switchOn(wish: Partial<MachineWish> & Pick<MachineWish, 'medium'>) {
  machine = await Machine.create({
    namespace,
    name: 'far',
    firmware: 'bios',
    network: 'firmware',
    macs: ['52:54:00:77:16:01'],
    disks: [{ path: join(folder, 'disk.raw'), format: 'raw' }],
    memory: 256,
    ...wish,
  });
  await machine.powerOn();
  return machine;
}

describe('a stick on a network that is somebody else’s', () => {
  it('brings its machine to the team that made it, to its own disk, and after that to nothing', async () => {
    const path = await medium();
    lane = await startLaneOnWire({ namespace });
    dnsmasq = await startForeignDnsmasq({ namespace, folder });
    const on = await switchOn({ medium: { path, as: 'usb' } });
    await on.waitForText(/provisioner: boot medium for http:\/\/10\.77\.0\.1:3000/, limit);
    await on.waitForText(/This machine is unknown to http:\/\/10\.77\.0\.1:3000/, limit);

    const mac = '52:54:00:77:16:01';
    const seen = () => listStrangers({ actor });
    await expect
      .poll(seen, { timeout: 10_000 })
      .toMatchObject([{ mac, platform: 'pcbios', enrolment: { id: enrolment, name: 'sticks' } }]);
    expect(await listStrangers({ actor: other })).toEqual([]);

    const input = acceptedHost.parse({ name: 'far-away' });
    await acceptStranger({ actor, mac, input });
    on.serial.type(' ');
    // By BIOS the stick is the first disk: it comes straight back, and gets the drive behind it.
    await on.waitForText(new RegExp(localDisk), limit);
    expect(on.serial.all().match(/boot medium for/g)).toHaveLength(2);

    await revokeEnrolment({ actor, id: enrolment });
    await on.powerOff();
    const from = on.serial.mark();
    await on.powerOn();
    const day = new Date().toISOString().slice(0, 10);
    await on.waitForText(new RegExp(`This medium was revoked on ${day}\\.`), limit, from);
    await on.waitForText(/Boot the second disk: the first one is this stick \(2\)/, 30_000, from);
    on.serial.type('2');
    await on.waitForText(new RegExp(localDisk), 60_000, from);
  });
});

describe('what is in the way is said', () => {
  it('no link, no DHCP, and an address by hand that reaches the server', async () => {
    const path = await medium();
    lane = await startLaneOnWire({ namespace });
    // iPXE's virtio driver does not look at the link.
    const on = await switchOn({ medium: { path, as: 'cd' }, cardModel: 'e1000' });
    await on.setLink(0, false);
    await on.waitForText(/No card has a link \(1 tried\)\. Is a cable plugged in\?/, limit);
    await on.setLink(0, true);
    on.serial.type(' ');
    await on.waitForText(/No DHCP server answers on net0 \(52:54:00:77:16:01\)\./, limit);
    await on.waitForText(/Trying again in \d+ s, time \d of 10/, 10_000);
    on.serial.type('m');
    await on.waitForText(/Give an address by hand \(a\)/, 60_000);
    on.serial.type('a');
    for (const [question, answer] of [
      [/Address, such as/, '10.77.0.50'],
      [/Netmask, such as/, '255.255.255.0'],
      [/Gateway:/, ''],
      [/Name server:/, ''],
    ] as const) {
      await on.waitForText(question, 30_000);
      on.serial.type(`${answer}\r`);
    }
    await on.waitForText(/Asking http:\S+ over net0, address 10\.77\.0\.50/, 60_000);
    await on.waitForText(/This machine is unknown to/, 60_000);
  });

  it('a server whose certificate nobody has vouched for', async () => {
    dnsmasq = await startForeignDnsmasq({ namespace, folder });
    const { key, certificate } = await selfSigned();
    const server = await startPlainServer({ namespace, folder, tls: { key, certificate } });
    try {
      const path = await medium({ base: server.url });
      const on = await switchOn({ medium: { path, as: 'cd' } });
      await on.waitForText(
        /No answer from https:\/\/10\.77\.0\.1:3000 that this iPXE trusts/,
        limit,
      );
    } finally {
      await server.stop();
    }
  });

  it('a name that is not known, and a server that is away, by UEFI', async () => {
    dnsmasq = await startForeignDnsmasq({ namespace, folder });
    const named = await medium({ base: 'http://nowhere.lab:3000' });
    let on = await switchOn({ medium: { path: named, as: 'usb' }, firmware: 'uefi' });
    await on.waitForText(
      /The name in http:\/\/nowhere\.lab:3000 is not known here \(DNS\)\./,
      limit,
    );
    await on.remove();
    const path = await medium();
    on = await switchOn({ medium: { path, as: 'cd' }, firmware: 'uefi' });
    await on.waitForText(/Nothing listens on http:\/\/10\.77\.0\.1:3000\./, limit);
    lane = await startLaneOnWire({ namespace });
    await revokeEnrolment({ actor, id: enrolment });
    await on.waitForText(/This medium was revoked on/, limit);
  });
});
