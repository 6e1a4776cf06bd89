import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { addHost, addInstall } from '@/e2e/fixtures/host';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { listLocalNodes, nodeOfHost, nodesToProbe, readLocalNode } from './data';
import {
  askForProbe,
  deleteLocalNode,
  recordFinding,
  registerFromInstall,
  registerHostNode,
  registerLocalNode,
} from './mutations';
import { newLocalNode, nodeReport } from './schema';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ owner: true });
  other = await insertTeam();
});
afterAll(closeDatabase);

const key = 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU ssh-ed25519';

async function insertHost(given: { name: string; address?: string }) {
  const { id, name, address } = await addHost({ actor, ...given });
  return { id, name, address, teamId: actor.teamId };
}

const told = () => db().event.findMany({ where: { source: 'agent' }, orderBy: { id: 'asc' } });
const report = (given: object) => nodeReport.parse(given);

test('a host that registers is a node under its name, at its reserved address', async () => {
  const host = await insertHost({ name: 'web-1', address: '10.77.0.21' });
  const all = { addresses: ['172.17.0.1', '10.77.0.21'], system: 'Debian 13', sshHostKeys: [key] };
  const answer = await registerHostNode({ host, report: report(all), from: '10.77.0.21' });
  expect(answer).toMatchObject({ ok: true, name: 'web-1', address: '10.77.0.21' });
  expect(await nodeOfHost({ actor, hostId: host.id })).toMatchObject({
    name: 'web-1',
    host: { id: host.id, name: 'web-1' },
    address: '10.77.0.21',
    addresses: ['172.17.0.1', '10.77.0.21'],
    system: 'Debian 13',
    sshHostKeys: [key],
    reachable: null,
  });
});

test('registering again changes the node, keeps what was not told, and says so once', async () => {
  const host = await insertHost({ name: 'web-1' });
  const first = await registerHostNode({
    host,
    report: report({ addresses: ['10.77.0.21'], sshHostKeys: [key] }),
    from: null,
  });
  const again = await registerHostNode({ host, report: report({}), from: '::ffff:10.77.0.22' });
  await registerHostNode({ host, report: report({}), from: '10.77.0.22' });
  expect(again).toMatchObject({ id: first.ok && first.id });
  expect(await listLocalNodes({ actor })).toMatchObject([
    { address: '10.77.0.22', addresses: ['10.77.0.22'], sshHostKeys: [key] },
  ]);
  expect((await told()).map(({ message }) => message)).toEqual([
    'web-1 has registered itself at 10.77.0.21.',
    'web-1 has registered again, at 10.77.0.22 (before: 10.77.0.21).',
  ]);
});

test('where another node has its name, a number makes the difference', async () => {
  const input = newLocalNode.parse({ name: 'web-1', address: '10.77.0.5' });
  await registerLocalNode({ actor, input });
  const host = await insertHost({ name: 'web-1' });
  const answer = await registerHostNode({ host, report: report({}), from: '10.77.0.6' });
  expect(answer).toMatchObject({ ok: true, name: 'web-1-2' });
  expect((await listLocalNodes({ actor })).map(({ name }) => name)).toEqual(['web-1', 'web-1-2']);
});

test('our own addresses are not taken from a machine', async () => {
  const host = await insertHost({ name: 'web-1' });
  const ours = report({ addresses: ['127.0.0.1', '169.254.169.254', 'x'] });
  expect(await registerHostNode({ host, report: ours, from: '::1' })).toEqual({
    ok: false,
    reason: 'None of these addresses leads to a machine.',
  });
  expect(await listLocalNodes({ actor })).toEqual([]);
});

test('an install registers its host while it is the last word about it', async () => {
  const host = await insertHost({ name: 'web-1' });
  const { id: early } = await addInstall({ actor, hostId: host.id, state: 'installed', at: 1 });
  const ask = (installId: string) =>
    registerFromInstall({ installId, report: report({ addresses: ['10.77.0.21'] }), from: null });
  expect(await ask(early)).toMatchObject({ ok: true, address: '10.77.0.21' });
  await addInstall({ actor, hostId: host.id, state: 'installing', at: 2 });
  expect(await ask(early)).toEqual({
    ok: false,
    reason: 'This install is over: another one of web-1 came after it.',
  });
  const { id: waiting } = await addInstall({ actor, hostId: host.id, state: 'authorised', at: 3 });
  expect(await ask(waiting)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('authorised'),
  });
  expect(await ask('00000000-0000-4000-8000-000000000000')).toBeNull();
});

test('a person registers by name, and the same name again is a change', async () => {
  const register = (address: string) =>
    registerLocalNode({ actor, input: newLocalNode.parse({ name: 'NAS.lab', address }) });
  const first = await register('10.77.0.5');
  const second = await register('10.77.0.6');
  expect([first.created, second.created]).toEqual([true, false]);
  expect(second.node).toMatchObject({ id: first.node.id, name: 'nas.lab', address: '10.77.0.6' });
  expect((await db().auditEntry.findMany({ orderBy: { id: 'asc' } })).map((e) => e.action)).toEqual(
    ['localnode.create', 'localnode.change'],
  );
  expect(newLocalNode.safeParse({ name: 'x', address: '127.0.0.1' }).success).toBe(false);
});

test('a finding is kept for the address that was asked, and a change is told', async () => {
  const host = await insertHost({ name: 'web-1' });
  await registerHostNode({ host, report: report({}), from: '10.77.0.21' });
  const probe = async (reachable: boolean, reason: string | null = null) => {
    const [node] = await nodesToProbe({});
    if (node) await recordFinding({ finding: { node, reachable, reason } });
  };
  await probe(true);
  await probe(false, 'It did not answer in time.');
  expect(await nodeOfHost({ actor, hostId: host.id })).toMatchObject({
    reachable: false,
    reason: 'It did not answer in time.',
    checkedAt: expect.any(String),
  });
  await probe(false, 'It did not answer in time.');
  await probe(true);
  const types = (await told()).map(({ type }) => type);
  expect(types).toEqual(['node-registered', 'node-silent', 'node-answers']);

  const [stale] = await nodesToProbe({});
  await registerHostNode({ host, report: report({}), from: '10.77.0.22' });
  if (stale) await recordFinding({ finding: { node: stale, reachable: true, reason: null } });
  expect(await nodeOfHost({ actor, hostId: host.id })).toMatchObject({ reachable: null });
});

test('one node is probed with those that share its address', async () => {
  const register = async (name: string, address: string, as = actor) =>
    (await registerLocalNode({ actor: as, input: newLocalNode.parse({ name, address }) })).node;
  const one = await register('a', '10.0.0.1');
  await register('b', '10.0.0.1');
  await register('c', '10.0.0.2');
  await register('d', '10.0.0.1', other);
  const names = (await nodesToProbe({ nodeId: one.id })).map(({ name }) => name).sort();
  expect(names).toEqual(['a', 'b']);
  expect(await nodesToProbe({})).toHaveLength(4);
});

test('nodes of another team are not found', async () => {
  const input = newLocalNode.parse({ name: 'a', address: '10.0.0.1' });
  const { id } = (await registerLocalNode({ actor, input })).node;
  const missing = { code: 'ERR_LOCALNODE_NOT_FOUND', status: 404 };
  await expect(readLocalNode({ actor: other, id })).rejects.toMatchObject(missing);
  await expect(deleteLocalNode({ actor: other, id })).rejects.toMatchObject(missing);
  await expect(askForProbe({ actor: other, id })).rejects.toMatchObject(missing);
  await expect(readLocalNode({ actor, id: 'nonsense' })).rejects.toMatchObject(missing);
  expect(await listLocalNodes({ actor: other })).toEqual([]);
  await deleteLocalNode({ actor, id });
  expect(await listLocalNodes({ actor })).toEqual([]);
});
