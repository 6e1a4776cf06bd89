/**
 * The boot decision: facts and the roster in, an answer with its reasons out.
 * Pure: it counts nothing and writes nothing. An answer that lets the machine
 * install is only given after the boot was counted (hosts/installs/boots).
 */
import { atBoot } from '@/lib/hosts/installs/gate';
import { openStates } from '@/lib/hosts/installs/schema';
import type { Rescue } from '@/lib/hosts/rescue/schema';
import { admit, type Carried, type Refusal } from './admission';
import type { BootFacts } from './facts';
import { type Match, matchHost, type Reason } from './match';
import type { BootEnrolment, BootHost, BootInstall, BootView } from './view';

/**
 * How a machine is told to boot its own disk. `second`: the first drive is the
 * medium that it was booted from; `ask`: the script finds the platform out.
 */
export type LocalBoot = 'exit' | 'sanboot' | 'second' | 'ask';

interface Said {
  reasons: Reason[];
  /** By which it came in, or was kept out; null: by none. */
  enrolment: BootEnrolment | null;
}

interface Common extends Said {
  host: BootHost;
  matchedBy: Match['by'];
}

export type Decision =
  | (Said & { kind: 'unknown'; host: null; matchedBy: null })
  | (Said & {
      kind: 'refused';
      host: BootHost | null;
      matchedBy: Match['by'];
      why: Refusal;
      /** What is told on its screen. */
      sentence: string;
    })
  | (Common & {
      kind: 'local-disk';
      how: LocalBoot;
      /** The install whose state this boot ends (see hosts/installs/gate.ts). */
      ends: string | null;
    })
  | (Common & { kind: 'agent'; install: BootInstall; fingerprint: string })
  | (Common & { kind: 'script'; install: BootInstall })
  | (Common & { kind: 'rescue'; rescue: Rescue });

/** Decisions that are used up in the store before they are answered. */
export type CountedDecision = Extract<Decision, { kind: 'agent' | 'script' | 'rescue' }>;

/** What the machine gets, and why. `now` in milliseconds since 1970. */
export function decide(given: {
  facts: BootFacts;
  view: BootView;
  now: number;
  carried?: Carried;
}): Decision {
  const { facts, view, now, carried = { kind: 'nothing' } } = given;
  const { host, by, reasons } = matchHost(facts, view);
  const admission = admit({ carried, host, now });
  const { enrolment } = admission;
  if (!admission.ok) {
    const { why, sentence } = admission;
    reasons.push({ rule: 'enrolment', outcome: 'won', text: admission.reason });
    return { kind: 'refused', host, matchedBy: by, reasons, enrolment, why, sentence };
  }
  if (enrolment) {
    const text = `It came in by the enrolment token "${enrolment.name}".`;
    reasons.push({ rule: 'enrolment', outcome: 'won', text });
  }
  if (!host) {
    reasons.push({
      rule: 'stranger',
      outcome: 'won',
      text: 'No host matches, so the machine is a stranger and gets no script.',
    });
    return { kind: 'unknown', host: null, matchedBy: null, reasons, enrolment };
  }
  const common = { host, matchedBy: by, reasons, enrolment };
  const install = view.newestInstall(host.id);
  const gate = atBoot({ install: install?.gate ?? null, now });
  reasons.push({
    rule: 'gate',
    outcome: gate.answer === 'install' ? 'won' : 'lost',
    text: gate.reason,
  });
  const rescue = rescueOf({ host, install, now, reasons });
  if (rescue) return { kind: 'rescue', ...common, rescue };
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

/**
 * The rescue boot that the machine gets now. An install that is open goes
 * first: what it needs to know (booted, restarted) must not depend on it.
 */
function rescueOf(given: {
  host: BootHost;
  install: BootInstall | undefined;
  now: number;
  reasons: Reason[];
}): Rescue | null {
  const { host, install, now, reasons } = given;
  const { rescue } = host;
  if (!rescue) return null;
  const order = `A rescue boot into "${rescue.title}" was ordered by ${rescue.by}`;
  const lost = (why: string) => {
    reasons.push({ rule: 'rescue', outcome: 'lost', text: `${order}, but ${why}` });
    return null;
  };
  if (now >= Date.parse(rescue.until)) return lost('the time in which it had to come is over.');
  if (install && openStates.includes(install.gate.state)) {
    return lost('an install is open, and that goes first.');
  }
  reasons.push({ rule: 'rescue', outcome: 'won', text: `${order}.` });
  return rescue;
}

/** The same decision after the store refused to count the boot. */
export function withoutBoot(given: {
  decision: CountedDecision;
  facts: BootFacts;
  reason: string;
}): Decision {
  const { host, matchedBy, reasons, kind, enrolment } = given.decision;
  const rule = kind === 'rescue' ? 'rescue' : 'gate';
  return localDisk({
    host,
    matchedBy,
    reasons: [...reasons, { rule, outcome: 'lost', text: given.reason }],
    enrolment,
    facts: given.facts,
    ends: null,
  });
}

function localDisk(given: Common & { facts: BootFacts; ends: string | null }): Decision {
  const { host, matchedBy, reasons, enrolment, facts, ends } = given;
  const how = localBootOf(host, facts);
  return {
    kind: 'local-disk',
    host,
    matchedBy,
    how,
    ends,
    enrolment,
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
