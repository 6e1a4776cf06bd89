/** What an install's token gives out: templates rendered, companions, keys, node. The real lane on a real Postgres. */
import { beforeEach, describe, expect, test } from 'vitest';
import { laneRoom } from '@/e2e/fixtures/lane-room';
import { makeScript, type Room, type TestLane } from '@/e2e/fixtures/machine-room';
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { sha256 } from '@/lib/core/secret';
import { authoriseInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { servedBytes } from '../notes/served-bytes';
import { rosterFollower } from '../roster/follow';

const here = laneRoom();
let lane: TestLane;
let actor: Actor;
let room: Room;

beforeEach(() => {
  ({ lane, actor, room } = here);
});

type Kind = 'sub' | 'kickstart' | 'pre' | 'post';

function template(kind: Kind, title: string, text: string, dialect?: string): Promise<string> {
  return makeScript({ teamId: actor.teamId, kind, title, text, dialect, template: true });
}

/** Saves a newer revision, as the editor does. */
async function save(id: string, text: string): Promise<void> {
  await db().scriptRevision.create({
    data: { scriptId: id, number: 2, text, sha256: sha256(text), author: 'test', template: true },
  });
  await db().script.update({ where: { id }, data: { revision: 2 } });
}

async function installBy(given: { sub?: string; kickstart?: string }): Promise<void> {
  const sub = given.sub ?? (await template('sub', 'sub', '#!ipxe\nexit 1\n'));
  await db().profile.update({
    where: { id: room.profileId },
    data: { subScriptId: sub, kickstartId: given.kickstart, imageId: null },
  });
  await authoriseInstall({ actor, hostId: room.hostId, input: authoriseInput.parse({}) });
  await rosterFollower().barrier();
}

/** Boots, and gives the install's URL on the lane, and what the boot script said. */
async function boot(query = 'platform=efi&arch=x86_64'): Promise<{ url: string; script: string }> {
  const answer = await fetch(`${lane.url}/api/pxeboot/boot?mac=${room.mac}&${query}`);
  const script = await answer.text();
  const path = /set install http:\/\/[^/]+(\S+)/.exec(script)?.[1];
  if (!path) throw new Error(`no install in:\n${script}`);
  return { url: lane.url + path, script };
}

const textOf = async (url: string) => (await fetch(url)).text();

describe('a sub script that is a template', () => {
  test('is rendered for the machine, by the URL that the boot script names', async () => {
    const sub = await template(
      'sub',
      'Fedora',
      '#!ipxe\nkernel {{ urls.base }}/vmlinuz inst.ks={{ urls.kickstart }} rack={{ host.params.rack }} ${net0/mac}\necho {{ host.name }} {{ host.arch }} {{ host.firmware }}\n',
    );
    const kickstart = await template('kickstart', 'answers', 'text\n', 'kickstart');
    await installBy({ sub, kickstart });
    const { url, script } = await boot('platform=pcbios&arch=i386');
    const path = new URL(url).pathname;
    const chained = /chain --autofree \$\{base\}(\S+)/.exec(script)?.[1];
    expect(chained).toBe(`${path}/script?arch=i386&platform=pcbios`);
    const base = lane.url;
    expect(await textOf(lane.url + chained)).toBe(
      `#!ipxe\nkernel ${base}/vmlinuz inst.ks=${base}${path}/kickstart rack=b \${net0/mac}\necho node-0001 x86_64 bios\n`,
    );
  });

  test('is what was authorised, whatever is written afterwards', async () => {
    const part = await template('kickstart', 'part', 'lang {{ host.params.rack }}\n', 'kickstart');
    const kickstart = await template(
      'kickstart',
      'answers',
      "# {{ host.name }} {{ host.labels.row }}\n{% include 'part' %}",
      'kickstart',
    );
    const labels = { row: 'r1' };
    await db().host.update({ where: { id: room.hostId }, data: { labels } });
    await installBy({ kickstart });
    const { url } = await boot();
    const before = await textOf(`${url}/kickstart`);
    expect(before).toBe('# node-0001 r1\nlang b\n');
    await save(part, 'lang new\n');
    await save(kickstart, 'new\n');
    const change = { name: 'renamed', labels: { row: 'r2' }, parameters: { rack: 'c' } };
    await db().host.update({ where: { id: room.hostId }, data: change });
    await rosterFollower().barrier();
    expect(await textOf(`${url}/kickstart`)).toBe(before);
  });
});

describe('an answer file', () => {
  test('for Ubuntu is a folder, under the name of the install', async () => {
    const text =
      '#cloud-config\nautoinstall: {version: 1, identity: {hostname: {{ host.name }}}}\n';
    await installBy({ kickstart: await template('kickstart', 'ubuntu', text, 'autoinstall') });
    const { url } = await boot();
    const user = await fetch(`${url}/user-data`);
    expect([user.status, user.headers.get('content-type')]).toEqual([
      200,
      'text/cloud-config; charset=utf-8',
    ]);
    expect(await user.text()).toBe(await textOf(`${url}/kickstart`));
    const { id } = await db().install.findFirstOrThrow();
    expect(await textOf(`${url}/meta-data`)).toBe(
      `instance-id: "${id}"\nlocal-hostname: "node-0001"\n`,
    );
    expect(await textOf(`${url}/vendor-data`)).toBe('#cloud-config\n{}\n');
    // cloud-init asks ten times for one that is not there.
    expect(await textOf(`${url}/network-config`)).toBe('# By DHCP, or as user-data says.\n');
    expect((await fetch(`${url}/ignition`)).status).toBe(404);
  });

  test.each([
    ['preseed', 'd-i x/y string {{ host.name }}\n', 'text/plain; charset=utf-8', null],
    [
      'ignition',
      '{"ignition": {"version": "3.4.0"}, "x": {{ host.name }}}\n',
      'application/vnd.coreos.ignition+json',
      "default-src 'none'; sandbox",
    ],
    [
      'autoyast',
      '<?xml version="1.0"?>\n<profile><x>{{ host.name }}</x></profile>\n',
      'application/xml',
      "default-src 'none'; sandbox",
    ],
  ])('%s has the media type of its installer', async (dialect, text, type, policy) => {
    await installBy({ kickstart: await template('kickstart', 'answers', text, dialect) });
    const { url } = await boot();
    const answer = await fetch(`${url}/kickstart`);
    expect(await answer.text()).toContain('node-0001');
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('content-security-policy')).toBe(policy);
    expect((await fetch(`${url}/ignition`)).status).toBe(dialect === 'ignition' ? 200 : 404);
    for (const seed of ['user-data', 'meta-data', 'vendor-data', 'network-config']) {
      expect((await fetch(`${url}/${seed}`)).status).toBe(404);
    }
  });

  test('that is no template leaves byte for byte, with its hash', async () => {
    const text = '# {{ host.name }} ${net0/mac}\r\n';
    const { teamId } = actor;
    const plain = {
      teamId,
      kind: 'kickstart',
      title: 'plain',
      text,
      dialect: 'kickstart',
    } as const;
    await installBy({ kickstart: await makeScript(plain) });
    const { url } = await boot();
    const answer = await fetch(`${url}/kickstart`);
    expect(await answer.text()).toBe(text);
    expect(answer.headers.get('etag')).toBe(`"${sha256(text)}"`);
  });
});

describe('beside them', () => {
  test('pre- and post-install scripts are rendered, and the plan promises no hash of them', async () => {
    const pre = await template(
      'pre',
      'wipe',
      '#!/bin/sh\necho {{ urls.events }} {{ host.name }}\n',
    );
    await db().profileScript.create({
      data: { profileId: room.profileId, scriptId: pre, position: 5 },
    });
    await installBy({});
    const { url } = await boot();
    const { preScripts } = await (await fetch(`${url}/plan`)).json();
    expect(preScripts.map((one: { sha256: unknown }) => one.sha256 === null)).toEqual([
      false,
      true,
    ]);
    expect(await textOf(`${url}/preinstallscripts/${pre}`)).toBe(
      `#!/bin/sh\necho ${url}/events node-0001\n`,
    );
    expect((await fetch(`${url}/postinstallscripts/${pre}`)).status).toBe(404);
  });

  test('the keys, one a line', async () => {
    await installBy({});
    const { url } = await boot();
    expect(await textOf(`${url}/authorized_keys`)).toBe('ssh-ed25519 AAAA 0001\n');
  });

  test('our own node, with its version and in parts', async () => {
    await installBy({});
    const { url } = await boot();
    const head = await fetch(`${url}/node`, { method: 'HEAD' });
    expect(head.headers.get('x-node-version')).toBe(process.version);
    expect(head.headers.get('x-node-platform')).toBe(`${process.platform}-${process.arch}`);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(10_000_000);
    const part = await fetch(`${url}/node`, { headers: { range: 'bytes=0-3' } });
    expect([part.status, Buffer.from(await part.arrayBuffer()).toString('latin1')]).toEqual([
      206,
      '\x7fELF',
    ]);
    await db().host.update({ where: { id: room.hostId }, data: { arch: 'arm64' } });
    await rosterFollower().barrier();
    expect((await fetch(`${url}/node`)).status).toBe(404);
  });

  test('a system registers itself from the installation on, and not before', async () => {
    await installBy({});
    const { url } = await boot();
    const register = () =>
      fetch(`${url}/localnode`, { method: 'POST', body: '{"addresses":["10.77.0.101"]}' });
    expect(await (await register()).json()).toMatchObject({ ok: true, address: '10.77.0.101' });
    expect((await fetch(`${url}/localnode`)).status).toBe(405);
    await db().install.updateMany({ data: { state: 'failed' } });
    expect((await register()).status).toBe(409);
    await db().install.updateMany({ data: { state: 'installed' } });
    expect((await register()).status).toBe(200);
    expect(await db().localNode.findMany()).toMatchObject([{ address: '10.77.0.101' }]);
  });

  test('all of it is closed before the first boot and after the end', async () => {
    const kickstart = await template('kickstart', 'u', '#cloud-config\n', 'autoinstall');
    await installBy({ kickstart });
    const { url } = await boot();
    const all = ['plan', 'script', 'kickstart', 'user-data', 'meta-data', 'vendor-data'];
    const every = [...all, 'authorized_keys', 'node', `preinstallscripts/${room.preId}`];
    const statuses = () =>
      Promise.all(every.map(async (what) => (await fetch(`${url}/${what}`)).status));
    expect(new Set(await statuses())).toEqual(new Set([200]));
    for (const state of ['authorised', 'installed', 'failed', 'expired', 'cancelled'] as const) {
      await db().install.updateMany({ data: { state } });
      await rosterFollower().barrier();
      expect([state, new Set(await statuses())]).toEqual([state, new Set([410])]);
    }
  });

  test('what an install was sent is counted', async () => {
    await installBy({});
    const { url } = await boot();
    const { id } = await db().install.findFirstOrThrow();
    const kernel = await fetch(`${lane.url}/artifacts/${room.fingerprint}/vmlinuz?install=${id}`);
    const sent = (await kernel.text()).length + (await textOf(`${url}/script`)).length;
    await servedBytes().flush();
    expect((await db().install.findFirstOrThrow()).bytesServed).toBe(BigInt(sent));
  });
});
