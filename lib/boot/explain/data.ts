/** Reads what only an explanation needs: a boot does without. */
import type { Actor } from '@/lib/auth/actor';
import { enrolmentNotFound } from '@/lib/auth/enrolments/data';
import { db } from '@/lib/core/db';
import { choiceOfHost, matchableProfiles } from '@/lib/hosts/profiles/chosen/data';
import { type Choice, type ChoiceStep, chooseProfile } from '@/lib/hosts/profiles/matching';
import { readStranger } from '@/lib/hosts/strangers/data';
import type { Stranger } from '@/lib/hosts/strangers/schema';
import { clientArchitecture } from '@/lib/network/client-architecture';
import { dhcpWorld, lastLease } from '@/lib/network/data';
import { addressAnswer, bootFileAnswer } from '@/lib/network/dhcp-answer';
import type { Carried } from '../admission';
import type { BootFacts } from '../facts';
import type { ExplainedStep } from '../schema';
import type { BootHost, BootView } from '../view';

/** What a stranger told at its last boot; null where the actor may not see strangers, or there is none. */
export async function strangerOf(given: {
  actor: Actor;
  macs: string[];
}): Promise<Stranger | null> {
  const { actor, macs } = given;
  const [mac] = macs;
  if (!mac) return null;
  return readStranger({ actor, mac }).catch(() => null);
}

/** The token that it would come with: the one that is asked for, else that of the medium it booted from last. */
export function carriedFor(given: {
  asked: string | undefined;
  stranger: Stranger | null;
  /** Of the team. */
  view: BootView;
  all: BootView;
}): Carried {
  const { asked, stranger, view, all } = given;
  if (asked !== undefined) {
    const enrolment = view.enrolment(asked);
    if (!enrolment) throw enrolmentNotFound();
    return { kind: 'enrolment', enrolment };
  }
  const known = stranger?.enrolment && all.enrolment(stranger.enrolment.id);
  return known ? { kind: 'enrolment', enrolment: known } : { kind: 'nothing' };
}

/**
 * The first two steps. `host`: the one of the team that has the card, for
 * DHCP knows a machine by nothing else. Of a stranger's lease only the owning
 * team is told.
 */
export async function dhcpSteps(given: {
  actor: Actor;
  facts: BootFacts;
  host: BootHost | undefined;
  http: boolean | undefined;
}): Promise<ExplainedStep[]> {
  const { actor, facts, host, http } = given;
  const [mac = null] = facts.macs;
  const [world, leased, bootloader] = await Promise.all([
    dhcpWorld(),
    mac !== null && (host || actor.owner) ? lastLease([mac]) : null,
    host && bootloaderOf(host.id),
  ]);
  const architecture = clientArchitecture({ ...facts, http });
  const known = host && { ...host, bootloader: bootloader ?? 'auto' };
  const client = { mac, architecture, leased, host: known ?? null };
  const assumed: ExplainedStep['reasons'] =
    facts.platform === null
      ? [
          {
            rule: 'firmware',
            outcome: 'skipped',
            text: 'Which firmware it has is not known, so this is for UEFI.',
          },
        ]
      : [];
  const file = bootFileAnswer({ world, client });
  return [
    { id: 'dhcp', title: 'DHCP answer', ...addressAnswer({ world, client }) },
    {
      id: 'boot-file',
      title: 'Boot file',
      outcome: file.outcome,
      reasons: [...assumed, ...file.reasons],
    },
  ];
}

async function bootloaderOf(hostId: string): Promise<string | null> {
  const row = await db().host.findUnique({ where: { id: hostId }, select: { bootloader: true } });
  return row?.bootloader ?? null;
}

/** The profile that a host gets, or that a machine would get which is no host yet. */
export async function choiceFor(given: {
  actor: Actor;
  host: BootHost | null;
  facts: BootFacts;
  stranger: Stranger | null;
}): Promise<Choice & { steps: ChoiceStep[] }> {
  const { actor, host, facts, stranger } = given;
  const { teamId } = actor;
  const known = host && (await choiceOfHost({ hostId: host.id, teamId }));
  if (known) return known;
  const { macs, uuid, serial, arch } = facts;
  const address = stranger?.address ?? null;
  const labels = stranger?.labels ?? {};
  return chooseProfile({
    host: { macs, uuid, serial, arch, address, labels, profileId: null },
    profiles: await matchableProfiles({ teamId }),
  });
}
