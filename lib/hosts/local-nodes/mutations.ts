/** Writes of local nodes: by machines, by people, and by who knocks at them. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { isUniqueViolation } from '@/lib/core/errors';
import { type NewEvent, recordEvents } from '@/lib/core/events';
import { enqueue } from '@/lib/jobs/enqueue';
import type { InstallState } from '../installs/schema';
import { reachAddress } from './address';
import { nodeOf, readLocalNode } from './data';
import type { NodeFinding } from './probing';
import type { LocalNodeView, NewLocalNode, NodeReport } from './schema';

/** How many other names are tried where another node has the host's. */
const namesTried = 20;

export type NodeRegistration =
  | { ok: true; id: string; name: string; address: string }
  | { ok: false; reason: string };

/**
 * A host that was installed tells where it is. Its node is made, or changed
 * where there is one: a system that registers again keeps its id. `from` is
 * the address that the report came from, which counts where it told none.
 */
export async function registerHostNode(given: {
  host: { id: string; teamId: string; name: string; address: string | null };
  report: NodeReport;
  from: string | null;
  installId?: string;
}): Promise<NodeRegistration> {
  const { host, report, from, installId } = given;
  const told = [...report.addresses, ...(from ? [from.replace(/^::ffff:/, '')] : [])];
  const address = reachAddress({ reserved: host.address, told });
  if (!address) return { ok: false, reason: 'None of these addresses leads to a machine.' };
  const facts = {
    address,
    addresses: report.addresses.length > 0 ? report.addresses : [address],
    system: report.system || undefined,
    sshHostKeys: report.sshHostKeys.length > 0 ? report.sshHostKeys : undefined,
  };
  const before = await db().localNode.findUnique({ where: { hostId: host.id } });
  const row = await keepNode({ host, facts: { ...facts, ...standing(before, address) } });
  if (before?.address !== address) {
    const where = { hostId: host.id, teamId: host.teamId, installId };
    const message = before
      ? `${row.name} has registered again, at ${address} (before: ${before.address}).`
      : `${row.name} has registered itself at ${address}.`;
    await recordEvents([
      { source: 'agent', type: 'node-registered', message, ...where, data: { address } },
    ]);
  }
  await enqueue('probe-node', { nodeId: row.id });
  return { ok: true, id: row.id, name: row.name, address };
}

/** States of an install in which a system of its making may be running. */
const mayRun: readonly InstallState[] = ['booting', 'installing', 'installed'];

/**
 * What a system has told at its install's own URL, from the installer's last
 * steps on. Null: the install is gone with its host.
 */
export async function registerFromInstall(given: {
  installId: string;
  report: NodeReport;
  from: string | null;
}): Promise<NodeRegistration | null> {
  const { installId, report, from } = given;
  const host = { select: { id: true, teamId: true, name: true, address: true } } as const;
  const row = await db().install.findUnique({
    where: { id: installId },
    select: { state: true, hostId: true, createdAt: true, host },
  });
  if (!row) return null;
  if (!mayRun.includes(row.state)) {
    return { ok: false, reason: `This install is ${row.state}: it has made no system.` };
  }
  const later = await db().install.count({
    where: { hostId: row.hostId, createdAt: { gt: row.createdAt }, state: { in: [...mayRun] } },
  });
  if (later > 0) {
    const reason = `This install is over: another one of ${row.host.name} came after it.`;
    return { ok: false, reason };
  }
  return registerHostNode({ host: row.host, report, from, installId });
}

interface NodeFacts {
  address: string;
  addresses: string[];
  system?: string;
  sshHostKeys?: string[];
  registeredAt: Date;
}

/** The host's node under the host's name, or that name with a number where another has it. */
async function keepNode(given: {
  host: { id: string; teamId: string; name: string };
  facts: NodeFacts;
}): Promise<{ id: string; name: string }> {
  const { host, facts } = given;
  const change = { ...facts, teamId: host.teamId };
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? host.name : `${host.name}-${number}`;
    try {
      return await db().localNode.upsert({
        where: { hostId: host.id },
        create: { hostId: host.id, name, ...change },
        update: { name, ...change },
        select: { id: true, name: true },
      });
    } catch (error) {
      if (!isUniqueViolation(error) || number === namesTried) throw error;
    }
  }
}

/** It is registered now; and whether a new address can be reached is not known yet. */
function standing(before: { address: string } | null, address: string) {
  const registeredAt = new Date();
  if (before?.address === address) return { registeredAt };
  return { registeredAt, reachable: null, reason: null, checkedAt: null };
}

/**
 * Registers a system by its name; one that is there already is changed, so
 * that the same call can be made at every boot. `created` tells which.
 */
export async function registerLocalNode(given: {
  actor: Actor;
  input: NewLocalNode;
}): Promise<{ node: LocalNodeView; created: boolean }> {
  const { actor, input } = given;
  const { name, address, addresses = [address], system, sshHostKeys } = input;
  const key = { teamId_name: { teamId: actor.teamId, name } };
  const before = await db().localNode.findUnique({ where: key, select: { address: true } });
  const change = { address, addresses, system, sshHostKeys, ...standing(before, address) };
  const row = await db().localNode.upsert({
    where: key,
    create: { teamId: actor.teamId, name, ...change },
    update: change,
    include: { host: { select: { id: true, name: true } } },
  });
  const action = before ? 'localnode.change' : 'localnode.create';
  await audit({ actor, action, subject: name, detail: { address } });
  await enqueue('probe-node', { nodeId: row.id });
  return { node: nodeOf(row), created: !before };
}

/** Forgets a node; a system that registers again comes back. Throws ERR_LOCALNODE_NOT_FOUND. */
export async function deleteLocalNode(given: {
  actor: Actor;
  id: string;
}): Promise<{ id: string }> {
  const { actor, id } = given;
  const node = await readLocalNode(given);
  await db().localNode.deleteMany({ where: { id, teamId: actor.teamId } });
  await audit({ actor, action: 'localnode.delete', subject: node.name });
  return { id };
}

/** Has a node knocked at now; its row tells what came of it. Throws ERR_LOCALNODE_NOT_FOUND. */
export async function askForProbe(given: { actor: Actor; id: string }): Promise<{ id: string }> {
  const { id } = await readLocalNode(given);
  await enqueue('probe-node', { nodeId: id });
  return { id };
}

/** Writes what a knock has shown; a change of it also to the host's timeline. */
export async function recordFinding({ finding }: { finding: NodeFinding }): Promise<void> {
  const { node, reachable, reason } = finding;
  // The address may have changed while it was asked: then this says nothing about the new one.
  const { count } = await db().localNode.updateMany({
    where: { id: node.id, address: node.address },
    data: { reachable, reason, checkedAt: new Date() },
  });
  if (count > 0 && node.reachable !== null && node.reachable !== reachable) {
    await recordEvents([changeEvent(finding)]);
  }
}

function changeEvent({ node, reachable, reason }: NodeFinding): NewEvent {
  const { hostId, teamId, name, address } = node;
  return {
    source: 'agent',
    type: reachable ? 'node-answers' : 'node-silent',
    message: reachable
      ? `${name} answers again at ${address}.`
      : `${name} does not answer at ${address}: ${reason}`,
    hostId,
    teamId,
    data: { address },
  };
}
