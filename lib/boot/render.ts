/** A decision as the script that the machine gets. */
import { normalArch } from '@/lib/hosts/installs/plan/arch';
import { installToken } from '@/lib/hosts/installs/token';
import type { Decision } from './decide';
import type { BootFacts } from './facts';
import { agentScript } from './ipxe/agent';
import { localDiskScript } from './ipxe/local-disk';
import { rescueScript } from './ipxe/rescue';
import { scriptBootScript } from './ipxe/script';
import { unknownText } from './ipxe/unknown';

/** Number of the boot that is counted with this answer. */
export interface BootCount {
  boot: number;
  of: number;
}

/** The text of a decision. `base`: where the machine reaches us, without a slash at its end. */
export function renderDecision(given: {
  decision: Decision;
  facts: BootFacts;
  base: string;
  count: BootCount;
  /** An install's token; a preview gives another, for it opens what is private. */
  tokenOf?: (installId: string) => string;
}): string {
  const { decision, facts, base, count, tokenOf = installToken } = given;
  switch (decision.kind) {
    case 'unknown':
      return unknownText(facts);
    case 'refused':
      return `${decision.sentence}\n`;
    case 'local-disk':
      return localDiskScript({ name: decision.host.name, how: decision.how });
    case 'agent':
      return agentScript({
        name: decision.host.name,
        base,
        installId: decision.install.id,
        token: tokenOf(decision.install.id),
        mac: facts.macs[0] ?? decision.host.macs[0] ?? null,
        fingerprint: decision.fingerprint,
        arch: normalArch(facts.arch ?? decision.host.arch),
        ...count,
      });
    case 'script':
      return renderScriptBoot({ decision, facts, base, count, tokenOf });
    case 'rescue':
      return renderRescue({ decision, facts, base });
  }
}

function renderScriptBoot(given: {
  decision: Extract<Decision, { kind: 'script' }>;
  facts: BootFacts;
  base: string;
  count: BootCount;
  tokenOf: (installId: string) => string;
}): string {
  const { host, install } = given.decision;
  const { subScript, kickstart, parameters } = install.plan;
  if (!subScript) return localDiskScript({ name: host.name, how: 'ask' });
  return scriptBootScript({
    name: host.name,
    base: given.base,
    token: given.tokenOf(install.id),
    mac: given.facts.macs[0] ?? host.macs[0] ?? null,
    address: host.address,
    subScript,
    arch: given.facts.arch ?? host.arch,
    platform: given.facts.platform,
    kickstart,
    parameters,
    ...given.count,
  });
}

function renderRescue(given: {
  decision: Extract<Decision, { kind: 'rescue' }>;
  facts: BootFacts;
  base: string;
}): string {
  const { decision, facts, base } = given;
  const { host, rescue } = decision;
  return rescueScript({
    name: host.name,
    base,
    // A template is rendered for the host that this MAC is of; the card that booted may be of none.
    mac: host.macs.find((mac) => facts.macs.includes(mac)) ?? host.macs[0] ?? null,
    address: host.address,
    subScript: { id: rescue.scriptId, revision: rescue.revision, title: rescue.title },
  });
}

/** The boot that would be counted next. */
export function nextCount(decision: Decision): BootCount {
  if (decision.kind !== 'agent' && decision.kind !== 'script') return { boot: 0, of: 0 };
  const { gate } = decision.install;
  return { boot: gate.bootsUsed + 1, of: gate.bootsAllowed };
}
