/**
 * The boot decision: facts and the roster in, an answer with its reasons out.
 * Pure: it counts nothing and writes nothing. An answer that lets the machine
 * install is only given after the boot was counted (hosts/installs/boots).
 */
import { atBoot } from '@/lib/hosts/installs/gate';
import type { BootFacts } from './facts';
import { type Match, matchHost, type Reason } from './match';
import type { BootHost, BootInstall, BootView } from './view';

/** How a machine is told to boot its own disk; `ask`: the script finds the platform out. */
export type LocalBoot = 'exit' | 'sanboot' | 'ask';

interface Common {
  host: BootHost;
  matchedBy: Match['by'];
  reasons: Reason[];
}

export type Decision =
  | { kind: 'unknown'; host: null; matchedBy: null; reasons: Reason[] }
  | (Common & {
      kind: 'local-disk';
      how: LocalBoot;
      /** The install whose state this boot ends (see hosts/installs/gate.ts). */
      ends: string | null;
    })
  | (Common & { kind: 'agent'; install: BootInstall; fingerprint: string })
  | (Common & { kind: 'script'; install: BootInstall });

/** What the machine gets, and why. `now` in milliseconds since 1970. */
export function decide(given: { facts: BootFacts; view: BootView; now: number }): Decision {
  const { facts, view, now } = given;
  const { host, by, reasons } = matchHost(facts, view);
  if (!host) {
    reasons.push({
      rule: 'stranger',
      outcome: 'won',
      text: 'No host matches, so the machine is a stranger and gets no script.',
    });
    return { kind: 'unknown', host: null, matchedBy: null, reasons };
  }
  const common = { host, matchedBy: by, reasons };
  const install = view.newestInstall(host.id);
  const gate = atBoot({ install: install?.gate ?? null, now });
  reasons.push({
    rule: 'gate',
    outcome: gate.answer === 'install' ? 'won' : 'lost',
    text: gate.reason,
  });
  if (!install || gate.answer === 'local-disk') {
    const ends = install && gate.answer === 'local-disk' && gate.transition ? install.id : null;
    return localDisk({ ...common, facts, ends });
  }
  if (install.plan.method === 'script') return { kind: 'script', ...common, install };
  const fingerprint = install.plan.agent?.fingerprint;
  if (!fingerprint || !view.hasArtifact(fingerprint)) {
    reasons.push({
      rule: 'artifact',
      outcome: 'lost',
      text: 'The agent that was authorised is not there any more. Cancel the install, and authorise it again.',
    });
    return localDisk({ ...common, facts, ends: null });
  }
  return { kind: 'agent', ...common, install, fingerprint };
}

/** The same decision after the store refused to count the boot. */
export function withoutBoot(given: {
  decision: Extract<Decision, { kind: 'agent' | 'script' }>;
  facts: BootFacts;
  reason: string;
}): Decision {
  const { host, matchedBy, reasons } = given.decision;
  return localDisk({
    host,
    matchedBy,
    reasons: [...reasons, { rule: 'gate', outcome: 'lost', text: given.reason }],
    facts: given.facts,
    ends: null,
  });
}

function localDisk(given: Common & { facts: BootFacts; ends: string | null }): Decision {
  const { host, matchedBy, reasons, facts, ends } = given;
  const how = localBootOf(host, facts);
  return {
    kind: 'local-disk',
    host,
    matchedBy,
    how,
    ends,
    reasons: [
      ...reasons,
      {
        rule: 'disk',
        outcome: 'won',
        text: `The machine boots its local disk${howInWords(how, host)}.`,
      },
    ],
  };
}

/**
 * UEFI wants iPXE to exit with an error, so that the firmware goes on to the
 * next boot entry; BIOS wants the first disk booted by iPXE itself. Some
 * machines need the other one, so a host can say which.
 */
function localBootOf(host: BootHost, facts: BootFacts): LocalBoot {
  if (host.localBoot !== 'auto') return host.localBoot;
  if (facts.platform === 'efi') return 'exit';
  if (facts.platform === 'pcbios') return 'sanboot';
  return 'ask';
}

function howInWords(how: LocalBoot, host: BootHost): string {
  const who = host.localBoot === 'auto' ? '' : `, as ${host.name} is set to`;
  if (how === 'exit') return `: iPXE exits, and the firmware goes on${who}`;
  if (how === 'sanboot') return `: iPXE boots the first disk${who}`;
  return ', by whichever way its firmware has';
}
