/** The ready scripts as real installs serve them: authorised, booted, fetched by the lane's own URLs. */
import { beforeEach, expect, test } from 'vitest';
import { laneRoom } from '@/e2e/fixtures/lane-room';
import { makeScript, type Room, type TestLane } from '@/e2e/fixtures/machine-room';
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { authoriseInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { library } from '@/lib/scripts/library/library';
import { bootNotes } from '../notes/notes';
import { rosterFollower } from '../roster/follow';

const here = laneRoom();
let lane: TestLane;
let actor: Actor;
let room: Room;
let ids: Map<string, string>;

beforeEach(async () => {
  ({ lane, actor, room } = here);
  ids = new Map();
  for (const one of library) {
    if (one.kind === 'main') continue;
    const { kind, title, text, template } = one;
    const dialect = one.dialect ?? undefined;
    const given = { teamId: actor.teamId, kind, title, text, template, dialect };
    ids.set(title, await makeScript(given));
  }
});

test.each([
  ['Debian', 'Debian installer', 'Debian by preseed', 'text/plain; charset=utf-8'],
  ['Ubuntu', 'Ubuntu installer', 'Ubuntu by autoinstall', 'text/cloud-config; charset=utf-8'],
  ['Fedora', 'Fedora installer', 'Fedora by kickstart', 'text/plain; charset=utf-8'],
  ['CentOS', 'CentOS Stream installer', 'CentOS Stream by kickstart', 'text/plain; charset=utf-8'],
  ['Rocky', 'Rocky Linux installer', 'Rocky Linux by kickstart', 'text/plain; charset=utf-8'],
  [
    'CoreOS',
    'Fedora CoreOS installer',
    'Fedora CoreOS by Ignition',
    'application/vnd.coreos.ignition+json',
  ],
])('%s, for a host of which nothing is known but its MAC', async (_name, sub, answers, type) => {
  const steps = ['Refuse small machines', 'SSH keys', 'First boot', 'Keep the parameters'];
  await db().profile.update({
    where: { id: room.profileId },
    data: {
      subScriptId: ids.get(sub),
      kickstartId: ids.get(answers),
      imageId: null,
      scripts: {
        deleteMany: {},
        create: steps.map((title, position) => ({ scriptId: ids.get(title) ?? '', position })),
      },
    },
  });
  await authoriseInstall({ actor, hostId: room.hostId, input: authoriseInput.parse({}) });
  await rosterFollower().barrier();
  const boot = await fetch(`${lane.url}/api/pxeboot/boot?mac=${room.mac}&platform=efi&arch=x86_64`);
  const script = await boot.text();
  const chained = /chain --autofree \$\{base\}(\S+)/.exec(script)?.[1];
  expect(chained).toMatch(/^\/api\/pxeboot\/installs\/[^/]+\/script\?arch=x86_64&platform=efi$/);
  const served = await (await fetch(lane.url + chained)).text();
  expect(served).toMatch(/^#!ipxe\n/);
  expect(served).toMatch(/^kernel .*$/m);
  expect(served).not.toContain('could not be rendered');

  const install = /set install (\S+)/.exec(script)?.[1] ?? '';
  const answer = await fetch(`${install}/kickstart`);
  const text = await answer.text();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
  // Ignition holds its address in the form of a URL.
  expect(text).toContain(install.split('/').at(-1));
  expect(text).not.toMatch(/\{\{|\{%/);
  const { preScripts, postScripts } = await (await fetch(`${install}/plan`)).json();
  expect([...preScripts, ...postScripts]).toHaveLength(steps.length);
  for (const one of [...preScripts, ...postScripts]) {
    const step = await fetch(one.url);
    expect([one.title, step.status]).toEqual([one.title, 200]);
    expect(await step.text()).toMatch(/^#!/);
  }
  await bootNotes().flush();
  expect(await db().event.count({ where: { type: 'script-does-not-render' } })).toBe(0);
});
