/** Templates by their ids: rendered for whom the query describes, within their team, never with secrets. */
import { beforeEach, expect, test } from 'vitest';
import { laneRoom } from '@/e2e/fixtures/lane-room';
import { makeRoom, makeScript, type Room, type TestLane } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { putSecret } from '@/lib/scripts/secrets/mutations';
import { rosterFollower } from '../roster/follow';

const here = laneRoom();
let lane: TestLane;
let actor: Actor;
let room: Room;

beforeEach(() => {
  ({ lane, actor, room } = here);
});

async function sub(text: string, title = 'sub'): Promise<string> {
  const given = { teamId: actor.teamId, kind: 'sub', title, text, template: true } as const;
  const id = await makeScript(given);
  await rosterFollower().barrier();
  return `${lane.url}/api/pxeboot/subscripts/${id}`;
}

async function get(url: string): Promise<[number, string]> {
  const answer = await fetch(url);
  return [answer.status, await answer.text()];
}

test('for a host, a stranger and nobody, and never kept for the next one', async () => {
  const url = await sub(
    '#!ipxe\necho {% if host.name %}{{ host.name }} {{ host.params.rack }}{% else %}a stranger{% endif %} {{ host.mac | default: "without a card" }}\n',
  );
  const stranger = '52:54:00:99:00:01';
  for (const _ of [1, 2]) {
    expect(await get(`${url}?mac=${room.mac}`)).toEqual([
      200,
      `#!ipxe\necho node-0001 b ${room.mac}\n`,
    ]);
  }
  expect(await get(`${url}?mac=${stranger}`)).toEqual([
    200,
    `#!ipxe\necho a stranger ${stranger}\n`,
  ]);
  expect((await get(`${url}?mac=banana`))[0]).toBe(400);
  await db().host.update({ where: { id: room.hostId }, data: { parameters: { rack: 'z' } } });
  await rosterFollower().barrier();
  expect((await get(`${url}?mac=${room.mac}`))[1]).toContain('node-0001 z');
});

test("another team's host is a stranger to a script", async () => {
  const other = await insertTeam();
  const theirs = await makeRoom({ actor: other, mac: '52:54:00:77:00:02' });
  const url = await sub('#!ipxe\necho [{% if host.name %}{{ host.name }}{% endif %}]\n');
  expect((await get(`${url}?mac=${theirs.mac}`))[1]).toBe('#!ipxe\necho []\n');
});

test('a menu of all scripts leads on for the same machine', async () => {
  const shell = await sub('#!ipxe\nshell\n', 'Rescue shell');
  const menu = await sub(
    "#!ipxe\nchain {{ urls.scripts['Rescue shell'] }}\n{% for one in urls.scripts %}# {{ one[0] }}\n{% endfor %}",
    'Menu',
  );
  const [, text] = await get(`${menu}?mac=${room.mac}`);
  expect(text).toContain(`chain ${shell}?mac=${room.mac}\n`);
  expect(text.match(/^# .*$/gm)?.sort()).toEqual([
    '# Menu',
    '# Rescue shell',
    '# post 0001',
    '# pre 0001',
  ]);
});

test('what is not known is said with its line, and a secret is never opened', async () => {
  await putSecret({ actor, name: 'root', value: 'hunter2' });
  const unknown = await sub('#!ipxe\necho\necho {{ host.name }}\n', 'one');
  expect(await get(unknown)).toEqual([422, expect.stringMatching(/"one", line 3, column \d+: /)]);
  const secret = await sub('#!ipxe\necho {{ secrets.root }}\n', 'two');
  const [status, text] = await get(`${secret}?mac=${room.mac}`);
  expect([status, text]).toEqual([
    409,
    expect.stringMatching(/secrets are only given to an installation.*line 2/),
  ]);
  expect(text).not.toContain('hunter2');
  const install = await sub('#!ipxe\necho {{ urls.install }}\n', 'three');
  expect((await get(`${install}?mac=${room.mac}`))[0]).toBe(422);
});

test('the newest revisions are rendered, and an older one where it is asked for', async () => {
  const part = await sub('echo part one\n', 'part');
  const url = await sub("#!ipxe\n{% include 'part' %}", 'whole');
  expect((await get(url))[1]).toBe('#!ipxe\necho part one\n');
  const id = part.split('/').at(-1) ?? '';
  await db().scriptRevision.create({
    data: { scriptId: id, number: 2, text: 'echo two\n', sha256: 'x', author: 'a', template: true },
  });
  await db().script.update({ where: { id }, data: { revision: 2 } });
  await rosterFollower().barrier();
  expect((await get(url))[1]).toBe('#!ipxe\necho two\n');
  expect((await get(`${part}?revision=1`))[1]).toBe('echo part one\n');
});
