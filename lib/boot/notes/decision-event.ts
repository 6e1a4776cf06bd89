/** A boot decision as an event: the line in the timeline, and the reasons behind it. */
import type { NewEvent } from '@/lib/core/events';
import type { Decision } from '../decide';
import type { BootFacts } from '../facts';
import type { BootCount } from '../render';

const ruleNames = { mac: 'MAC', uuid: 'UUID', serial: 'serial number' } as const;

/** The event of a decision that was given to a machine. */
export function decisionEvent(given: {
  decision: Decision;
  facts: BootFacts;
  count?: BootCount;
}): NewEvent {
  const { decision, facts, count } = given;
  const install = 'install' in decision ? decision.install : null;
  if (decision.kind === 'refused') return refusalEvent({ decision, facts });
  return {
    source: 'boot',
    type: 'boot-decided',
    message: sentenceOf(decision, facts, count),
    mac: facts.macs[0] ?? null,
    hostId: decision.host?.id ?? null,
    installId: install?.id ?? null,
    // A stranger is shown to the team whose medium it came by.
    teamId: decision.host?.teamId ?? decision.enrolment?.teamId ?? null,
    data: {
      decision: decision.kind,
      matchedBy: decision.matchedBy && { ...decision.matchedBy },
      enrolment: nameOf(decision.enrolment),
      reasons: decision.reasons.map((reason) => ({ ...reason })),
      facts: { ...facts },
    },
  };
}

/**
 * The event of a machine that was kept out. The token's team reads it, so it
 * says nothing of a host that is another team's; and never the token.
 */
function refusalEvent(given: {
  decision: Extract<Decision, { kind: 'refused' }>;
  facts: BootFacts;
}): NewEvent {
  const { decision, facts } = given;
  const { enrolment, host, reasons, why } = decision;
  const ours = host && host.teamId === enrolment?.teamId ? host : null;
  const reason = reasons.findLast(({ rule }) => rule === 'enrolment');
  return {
    source: 'boot',
    type: 'boot-refused',
    message: `Refused ${facts.macs[0] ?? facts.address ?? 'a machine'}${firmware(facts)}: ${lower(reason?.text ?? '')}`,
    mac: facts.macs[0] ?? null,
    hostId: ours?.id ?? null,
    teamId: enrolment?.teamId ?? null,
    data: { decision: 'refused', why, enrolment: nameOf(enrolment), facts: { ...facts } },
  };
}

/**
 * The event of a stranger that somebody else's row is about. For the owning
 * team, which sees both and can forget one of them; no other is told.
 */
export function heldEvent({ mac, byToken }: { mac: string; byToken: boolean }): NewEvent {
  const how = byToken ? 'with an enrolment token' : 'without an enrolment token';
  return {
    source: 'boot',
    type: 'machine-held',
    message: `A machine that says it is ${mac} came ${how}, but ${mac} waits by another way in, and stays there. If it has moved, forget it, and let it boot again.`,
    mac,
    teamId: null,
  };
}

function nameOf(enrolment: Decision['enrolment']) {
  return enrolment && { id: enrolment.id, name: enrolment.name };
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function sentenceOf(
  decision: Exclude<Decision, { kind: 'refused' }>,
  facts: BootFacts,
  count?: BootCount,
): string {
  if (decision.kind === 'unknown') {
    const kind = [facts.vendor, facts.product].filter(Boolean).join(' ');
    const by = decision.enrolment ? ` by the enrolment token "${decision.enrolment.name}"` : '';
    return `Unknown machine ${facts.macs[0] ?? ''}${kind ? `, ${kind}` : ''}${firmware(facts)}${by}.`;
  }
  const by = decision.matchedBy ? `Matched by ${ruleNames[decision.matchedBy.rule]}` : 'Matched';
  const boot = count ? `, boot ${count.boot} of ${count.of}` : '';
  switch (decision.kind) {
    case 'agent':
      return `${by} → agent, profile "${decision.install.plan.profile.name}"${boot}.`;
    case 'script':
      return `${by} → sub script "${decision.install.plan.subScript?.title ?? ''}", profile "${decision.install.plan.profile.name}"${boot}.`;
    case 'rescue':
      return `${by} → rescue, sub script "${decision.rescue.title}", ordered by ${decision.rescue.by}.`;
    case 'local-disk':
      return `${by} → local disk. ${lastGate(decision)}`;
  }
}

/** Why it gets nothing else: the last word of the gate, and that on a rescue boot where one was ordered. */
function lastGate(decision: Decision): string {
  const last = (...rules: string[]) =>
    decision.reasons.findLast(({ rule }) => rules.includes(rule));
  const said = [last('gate', 'artifact'), last('rescue')];
  return said.flatMap((reason) => (reason ? [reason.text] : [])).join(' ');
}

function firmware(facts: BootFacts): string {
  const name = facts.platform === 'efi' ? 'UEFI' : facts.platform === 'pcbios' ? 'BIOS' : null;
  const both = [name, facts.arch].filter(Boolean).join(' ');
  return both ? ` (${both})` : '';
}
