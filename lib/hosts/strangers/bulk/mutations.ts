/** One thing done to many strangers. Each is a write of its own: what fails at one leaves the others done. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { invalid, isAppError } from '@/lib/core/errors';
import { changedLabels, type LabelChange, labels } from '../../labels/schema';
import { outcomeOf } from '../../outcome';
import { readLabels } from '../../profiles/chosen/data';
import { readStranger } from '../data';
import { adoptStranger, rejectStranger } from '../mutations';
import { acceptedHost, type BulkMachineResults, type BulkMachines, type Stranger } from '../schema';
import { counts, nameFrom } from './names';

type Result = BulkMachineResults[number];

/** Does it to each machine in the order in which they are named; never throws for one of them. */
export async function changeStrangers(given: {
  actor: Actor;
  input: BulkMachines;
}): Promise<BulkMachineResults> {
  const { actor, input } = given;
  const one = await doerOf({ actor, input });
  const results: Result[] = [];
  for (const mac of input.macs) results.push(await resultOf({ mac, done: () => one(mac) }));
  return results;
}

type Doer = (mac: string) => Promise<{ id: string; name: string } | null>;

async function doerOf(given: { actor: Actor; input: BulkMachines }): Promise<Doer> {
  const { actor, input } = given;
  switch (input.action) {
    case 'accept':
      return accepter({ actor, input });
    case 'label':
      return (mac) => labelStranger({ actor, mac, change: input.labels });
    default:
      return async (mac) => {
        await rejectStranger({ actor, mac, rejected: input.action === 'reject' });
        return null;
      };
  }
}

async function resultOf(given: { mac: string; done: () => ReturnType<Doer> }): Promise<Result> {
  const { mac, done } = given;
  const outcome = await outcomeOf({ what: { mac }, work: done });
  return outcome.ok ? { mac, ok: true, host: outcome.value } : { mac, ...outcome };
}

type AcceptMany = Extract<BulkMachines, { action: 'accept' }>;

/** Accepts one after another; numbers that are used already are passed over. */
async function accepter(given: { actor: Actor; input: AcceptMany }): Promise<Doer> {
  const { actor, input } = given;
  const { names: pattern, profileId } = input;
  const used = counts(pattern) ? await namesLike(pattern) : new Set<string>();
  let n = input.from;
  return async (mac) => {
    const known = await readStranger({ actor, mac });
    for (;;) {
      const name = demandName({ pattern, n, known });
      if (used.has(name)) {
        n += 1;
        continue;
      }
      const wanted = acceptedHost.safeParse({ name, profileId, labels: input.labels });
      if (!wanted.success) throw invalid('names', `${name}: ${wanted.error.issues[0]?.message}`);
      try {
        const host = await adoptStranger({ actor, known, input: wanted.data });
        used.add(name);
        return host;
      } catch (error) {
        // Somebody took the name in this moment: the next number may be free.
        if (!counts(pattern) || !isAppError(error) || error.code !== 'ERR_NAME_TAKEN') throw error;
        used.add(name);
      }
    }
  };
}

function demandName(given: { pattern: string; n: number; known: Stranger }): string {
  const { pattern, n, known } = given;
  const name = nameFrom({ pattern, n, mac: known.mac, serial: known.serial });
  if (name !== null) return name;
  throw invalid('names', `${known.mac} told no serial number that a name could be made of.`);
}

/** Names that begin as the pattern does, of all teams: they are unique over all. */
async function namesLike(pattern: string): Promise<Set<string>> {
  const startsWith = pattern.slice(0, pattern.indexOf('{'));
  const rows = await db().host.findMany({
    where: { name: { startsWith } },
    select: { name: true },
  });
  return new Set(rows.map(({ name }) => name));
}

async function labelStranger(given: {
  actor: Actor;
  mac: string;
  change: LabelChange;
}): Promise<null> {
  const { actor, change } = given;
  const { mac } = await readStranger(given);
  await db().$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ labels: unknown }[]>`
      SELECT labels FROM "Machine" WHERE mac = ${mac} FOR UPDATE`;
    const after = changedLabels({ labels: readLabels(row?.labels), change });
    const wrong = labels.safeParse(after).error?.issues[0]?.message;
    if (wrong) throw invalid('labels', wrong);
    await tx.machine.updateMany({ where: { mac }, data: { labels: after } });
  });
  await audit({ actor, action: 'machine.label', subject: mac, detail: { labels: change } });
  return null;
}
