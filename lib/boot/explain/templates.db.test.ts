/** Templates as an explanation shows them: rendered for the host, without secrets. */
import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { makeRoom, makeScript, type Room } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { changes } from '@/lib/core/changes';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { orderRescue } from '@/lib/hosts/rescue/mutations';
import { rescueInput } from '@/lib/hosts/rescue/schema';
import { putSecret } from '@/lib/scripts/secrets/mutations';
import { explainHost } from '../explain';
import { rosterFollower } from '../roster/follow';

let actor: Actor;
let room: Room;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam();
  room = await makeRoom({ actor });
});

afterAll(async () => {
  await rosterFollower().stop();
  await changes().stop();
  await closeDatabase();
});

test('a template: the kernel line as it is rendered, without secrets', async () => {
  const { teamId } = actor;
  const text = '#!ipxe\nkernel http://x/vmlinuz host={{ host.name }} {{ secrets.root }}\nboot\n';
  const sub = await makeScript({ teamId, kind: 'sub', title: 'Fedora', text });
  const ks = await makeScript({
    teamId,
    kind: 'kickstart',
    title: 'ks',
    text: '# {{ host.mac }}\n',
  });
  await db().scriptRevision.updateMany({
    where: { scriptId: { in: [sub, ks] } },
    data: { template: true },
  });
  await db().profile.update({
    where: { id: room.profileId },
    data: { subScriptId: sub, kickstartId: ks },
  });
  await putSecret({ actor, name: 'root', value: 'hunter2' });
  const { ifAuthorised: then } = await explainHost({ actor, hostId: room.hostId });
  if (!then || !('steps' in then)) throw new Error(JSON.stringify(then));
  expect(then.kernelLine).toBe('http://x/vmlinuz host=node-0001 ••••••');
  expect(JSON.stringify(then)).not.toContain('hunter2');
  const reasonsOf = (id: string) =>
    then.steps.find((step) => step.id === id)?.reasons.map(({ text: said }) => said);
  expect(reasonsOf('script')).toEqual([
    'Revision 1 is the newest, so it would be pinned.',
    'It is a template, and renders for it.',
  ]);
  expect(reasonsOf('kickstart')).toContain('It is a template, and renders for it.');
});

test('a template that does not render is said before a machine finds it out', async () => {
  const { teamId } = actor;
  const text = '#!ipxe\necho {{ host.ip }}\n';
  const sub = await makeScript({ teamId, kind: 'sub', title: 'Rescue shell', text });
  await db().scriptRevision.updateMany({ where: { scriptId: sub }, data: { template: true } });
  await orderRescue({ actor, hostId: room.hostId, input: rescueInput.parse({}) });
  const { steps } = await explainHost({ actor, hostId: room.hostId });
  expect(steps.find(({ id }) => id === 'script')?.reasons).toContainEqual({
    rule: 'template',
    outcome: 'lost',
    text: 'It does not render for it. "Rescue shell", line 2, column 6: host.ip is not known for this host.',
  });
});
