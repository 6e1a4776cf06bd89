/** Previews: what a machine would be served, for the person who writes it. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { makeRoom, makeScript, type Room } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { changes } from '@/lib/core/changes';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { putSecret } from '@/lib/scripts/secrets/mutations';
import { previewScript } from './preview';
import { type PreviewInput, preview, previewInput } from './preview/schema';
import { rosterFollower } from './roster/follow';

let actor: Actor;
let room: Room;

beforeEach(async () => {
  actor = await insertTeam();
  room = await makeRoom({ actor });
});

afterEach(async () => {
  await emptyDatabase(databaseUrl());
});

afterAll(async () => {
  await rosterFollower().stop();
  await changes().stop();
  await closeDatabase();
});

async function show(input: PreviewInput) {
  const given = { actor, host: 'boot.example:3000', ...previewInput.parse(input) };
  // What leaves is what the schema promises.
  return preview.strict().parse(await previewScript(given));
}

const sub = (text: string): PreviewInput => ({ kind: 'sub', text: `echo ${text}`, template: true });

describe('as a host', () => {
  test('with its parameters, its addresses under TOKEN, and dots for secrets', async () => {
    await putSecret({ actor, name: 'root', value: 'hunter2' });
    const text =
      'hostname {{ host.name }} {{ host.params.rack }} {{ profile.params.rack }}\nrootpw {{ secrets.root }}\nevents {{ urls.events }}\n';
    const given = { kind: 'kickstart', text, template: true, dialect: 'kickstart' } as const;
    expect(await show({ ...given, hostId: room.hostId })).toEqual({
      ok: true,
      text: 'hostname node-0001 b a\nrootpw ••••••\nevents http://boot.example:3000/api/pxeboot/installs/TOKEN/events\n',
      problems: [],
      mediaType: 'text/plain; charset=utf-8',
      companions: [],
      secrets: ['root'],
      host: { id: room.hostId, name: 'node-0001' },
    });
  });

  test('an autoinstall has its companions', async () => {
    const given = {
      kind: 'kickstart',
      text: '#cloud-config\nautoinstall: {}\n',
      hostId: room.hostId,
    } as const;
    const shown = await show(given);
    expect(shown.mediaType).toBe('text/cloud-config; charset=utf-8');
    expect(shown.companions).toEqual([
      { name: 'meta-data', text: 'instance-id: "INSTALL"\nlocal-hostname: "node-0001"\n' },
      { name: 'vendor-data', text: '#cloud-config\n{}\n' },
      { name: 'network-config', text: '# By DHCP, or as user-data says.\n' },
    ]);
    // No template: as it stands, and whatever it holds.
    expect(shown.text).toBe(given.text);
  });

  test('what would be an error is one, with its place', async () => {
    const shown = await show({ ...sub('\necho {{ host.ip }}\n'), hostId: room.hostId });
    expect(shown).toMatchObject({
      ok: false,
      text: '',
      problems: [{ title: 'This script', line: 2, column: expect.any(Number) }],
    });
    const named = { ...sub('{{ secrets.none }}'), title: 'Mine', hostId: room.hostId };
    expect((await show(named)).problems).toMatchObject([{ title: 'Mine', line: 1 }]);
  });

  test("another team's is not found, as is its script", async () => {
    const other = await insertTeam();
    const theirs = await makeRoom({ actor: other, mac: '52:54:00:77:00:02' });
    const code = (error: { code: string }) => error.code;
    expect(await show({ ...sub('x'), hostId: theirs.hostId }).catch(code)).toBe(
      'ERR_HOST_NOT_FOUND',
    );
    const script = { kind: 'pre', id: theirs.preId } as const;
    expect(await show(script).catch(code)).toBe('ERR_PREINSTALLSCRIPT_NOT_FOUND');
    // By its MAC it is a machine that is no host of ours.
    const text = '[{% if host.name %}{{ host.name }}{% endif %}]';
    expect(await show({ ...sub(text), facts: { mac: theirs.mac } })).toMatchObject({
      ok: true,
      text: 'echo []',
      host: null,
    });
  });
});

describe('as a machine', () => {
  test('whose MAC is a host of ours it is that host', async () => {
    const shown = await show({ ...sub('{{ host.name }}'), facts: { mac: '52-54-00-77-00-01' } });
    expect(shown).toMatchObject({ text: 'echo node-0001', host: { name: 'node-0001' } });
  });

  test('that is none it has its MAC, no name, and no installation', async () => {
    const facts = { mac: '52:54:00:99:00:01', arch: 'arm64', firmware: 'uefi' } as const;
    const given = { ...sub('{{ host.mac }} {{ host.arch }} {{ host.firmware }}'), facts };
    expect((await show(given)).text).toBe('echo 52:54:00:99:00:01 arm64 uefi');
    for (const name of ['host.name', 'urls.install', 'urls.events']) {
      expect((await show({ ...sub(`{{ ${name} }}`), facts })).ok).toBe(false);
    }
    await expect(show({ ...sub('x'), facts: { mac: 'banana' } })).rejects.toMatchObject({
      fields: [{ field: 'facts.mac' }],
    });
  });

  test('of some kind it is an example, with every parameter that is named', async () => {
    const facts = { arch: 'arm64', firmware: 'bios' } as const;
    const text = '{{ host.arch }} {{ host.firmware }} {{ host.params.any }} {{ urls.kickstart }}';
    expect((await show({ ...sub(text), facts })).text).toBe(
      'echo arm64 bios example http://boot.example:3000/api/pxeboot/installs/TOKEN/kickstart',
    );
  });
});

test('a stored script is shown by its id, and the editor stands over it', async () => {
  const { teamId } = actor;
  const stored = { teamId, kind: 'sub', title: 'Menu', text: 'echo {{ host.name }}' } as const;
  const id = await makeScript({ ...stored, template: true });
  const part = {
    teamId,
    kind: 'sub',
    title: 'part',
    text: 'echo part of {{ host.name }}',
  } as const;
  await makeScript({ ...part, template: true });
  const { hostId } = room;
  expect((await show({ kind: 'sub', id, hostId })).text).toBe('echo node-0001');
  const edited = { kind: 'sub', id, hostId, text: "{% include 'part' %}" } as const;
  expect((await show(edited)).text).toBe('echo part of node-0001');
  expect((await show({ ...edited, template: false })).text).toBe("{% include 'part' %}");
  expect(
    (await show({ kind: 'sub', id, hostId, text: 'echo {{ nothing }}' })).problems,
  ).toMatchObject([{ title: 'Menu', line: 1, column: expect.any(Number) }]);
  expect(previewInput.safeParse({ kind: 'sub' }).success).toBe(false);
});

test('nothing is counted, opened or written', async () => {
  await show({ ...sub('{{ host.name }}'), hostId: room.hostId });
  expect(await db().event.count()).toBe(0);
  expect(await db().install.count()).toBe(0);
  expect(await db().auditEntry.count()).toBe(0);
});
