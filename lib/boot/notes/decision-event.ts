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
  return {
    source: 'boot',
    type: 'boot-decided',
    message: sentenceOf(decision, facts, count),
    mac: facts.macs[0] ?? null,
    hostId: decision.host?.id ?? null,
    installId: install?.id ?? null,
    teamId: decision.host?.teamId ?? null,
    data: {
      decision: decision.kind,
      matchedBy: decision.matchedBy && { ...decision.matchedBy },
      reasons: decision.reasons.map((reason) => ({ ...reason })),
      facts: { ...facts },
    },
  };
}

function sentenceOf(decision: Decision, facts: BootFacts, count?: BootCount): string {
  if (decision.kind === 'unknown') {
    const kind = [facts.vendor, facts.product].filter(Boolean).join(' ');
    return `Unknown machine ${facts.macs[0] ?? ''}${kind ? `, ${kind}` : ''}${firmware(facts)}.`;
  }
  const by = decision.matchedBy ? `Matched by ${ruleNames[decision.matchedBy.rule]}` : 'Matched';
  const boot = count ? `, boot ${count.boot} of ${count.of}` : '';
  switch (decision.kind) {
    case 'agent':
      return `${by} → agent, profile "${decision.install.plan.profile.name}"${boot}.`;
    case 'script':
      return `${by} → sub script "${decision.install.plan.subScript?.title ?? ''}", profile "${decision.install.plan.profile.name}"${boot}.`;
    case 'local-disk':
      return `${by} → local disk. ${lastGate(decision)}`;
  }
}

/** Why it may not install: the last word of the gate. */
function lastGate(decision: Decision): string {
  const said = decision.reasons.filter(({ rule }) => rule === 'gate' || rule === 'artifact');
  return said.at(-1)?.text ?? '';
}

function firmware(facts: BootFacts): string {
  const name = facts.platform === 'efi' ? 'UEFI' : facts.platform === 'pcbios' ? 'BIOS' : null;
  const both = [name, facts.arch].filter(Boolean).join(' ');
  return both ? ` (${both})` : '';
}
