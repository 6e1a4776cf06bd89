/**
 * The install gate: one pure state machine that decides whether a machine may
 * install, and what a report of it changes. Every serving route asks it.
 *
 *   none → authorised → booting → installing → installed | failed
 *   authorised, booting → expired   when time or boots run out
 *   any open state → cancelled      by a person
 *
 * The rule it exists for: nothing that happens by itself leads from a written
 * disk to another write. Where it is in doubt it says "local disk". What
 * reports do is in gate-reports.ts, what may carry a secret in gate-secrets.ts.
 */
import type { ClaimedDisk, InstallPlan, InstallState } from './schema';

/** What the gate needs to know of an install. Times are milliseconds since 1970. */
export interface GateInstall {
  state: InstallState;
  method: InstallPlan['method'];
  bootsAllowed: number;
  bootsUsed: number;
  expiresAt: number;
  overwrite: boolean;
  /** Set by the claim that was granted. */
  disk: ClaimedDisk | null;
  /** Number of the last event that had an effect in this boot. */
  eventSeq: number;
  /** When the machine was last heard; null before its first boot. */
  heardAt: number | null;
  /** The new system has reported its first boot. */
  booted: boolean;
  reason: string | null;
}

/** A change of state, with the sentence that goes with it. */
export interface Transition {
  to: InstallState;
  reason: string | null;
}

export type BootAnswer =
  | { answer: 'install'; transition: Transition; reason: string }
  | { answer: 'local-disk'; transition: Transition | null; reason: string };

/** Minutes without a word after which a running install counts as failed; not every installer tells how far it is. */
const silenceLimit = { agent: 120, script: 240 } as const;
/** The same for one that only booted: the agent speaks at once, an installer perhaps only at its end. */
const bootSilenceLimit = { agent: 15, script: 240 } as const;
const minute = 60_000;

/**
 * What a machine gets that asks how to boot, and what that does to its
 * install. `null`: no install was ever authorised.
 */
export function atBoot(given: { install: GateInstall | null; now: number }): BootAnswer {
  const { install, now } = given;
  if (!install) return localDisk('No install is authorised.');
  switch (install.state) {
    case 'authorised':
    case 'booting':
      return atOpenBoot(install, now);
    case 'installing':
      return localDisk('The machine restarted in the middle of its installation.', {
        to: 'failed',
        reason: restarted[install.method],
      });
    case 'installed':
      return localDisk('It is installed.');
    default:
      return localDisk(
        `Its last install ${endedAs[install.state]}${install.reason ? `: ${install.reason}` : '.'}`,
      );
  }
}

const restarted = {
  agent:
    'The machine restarted in the middle of its installation, so its disk may be half written. It boots its local disk until a person installs it again.',
  script:
    'The machine restarted before its installer had reported that it finished, so its disk may be half written. It boots its local disk until a person installs it again.',
} as const;

const endedAs = { failed: 'failed', expired: 'expired', cancelled: 'was cancelled' } as const;

function atOpenBoot(install: GateInstall, now: number): BootAnswer {
  const used = `${install.bootsUsed} of ${plural(install.bootsAllowed, 'boot')}`;
  if (install.bootsUsed >= install.bootsAllowed) {
    const reason =
      install.method === 'script'
        ? `The machine booted again after ${used}, and its installer never reported that it had finished.`
        : `The machine booted again after ${used}, and its agent never came as far as the disk.`;
    return localDisk(`All authorised boots are used up (${used}).`, { to: 'expired', reason });
  }
  if (now >= install.expiresAt) {
    const reason = 'The time in which the machine had to boot is over.';
    return localDisk('The authorisation to install is over its time.', { to: 'expired', reason });
  }
  return {
    answer: 'install',
    transition: { to: 'booting', reason: null },
    reason: `An install is authorised: boot ${install.bootsUsed + 1} of ${install.bootsAllowed}.`,
  };
}

function localDisk(reason: string, transition: Transition | null = null): BootAnswer {
  return { answer: 'local-disk', transition, reason };
}

/** Whether the private URLs of an install (plan, image, scripts) are served now. */
export function serves(install: GateInstall): { ok: true } | { ok: false; reason: string } {
  if (install.state === 'booting' || install.state === 'installing') return { ok: true };
  if (install.state === 'authorised') return no('No boot of this install has been counted yet.');
  return no(`This install is ${install.state}: it gives nothing out any more.`);
}

/** What a person's wish to cancel does; null when there is nothing to cancel. */
export function atCancel(install: GateInstall, by: string): Transition | null {
  if (install.state === 'authorised') return { to: 'cancelled', reason: `Cancelled by ${by}.` };
  if (install.state === 'booting') {
    return { to: 'cancelled', reason: `Cancelled by ${by} before a disk was claimed.` };
  }
  if (install.state === 'installing') {
    const disk = install.disk ? `; ${install.disk.path} may be half written` : '';
    return { to: 'cancelled', reason: `Cancelled by ${by} while it was installing${disk}.` };
  }
  return null;
}

/**
 * What the passing of time does to an install. A running one is only given up
 * when the machine has been silent for long: slow is not dead.
 */
export function atSweep(given: { install: GateInstall; now: number }): Transition | null {
  const { install, now } = given;
  const silent = (now - (install.heardAt ?? 0)) / minute;
  if (install.state === 'authorised' && now >= install.expiresAt) {
    return { to: 'expired', reason: 'The machine did not boot in the time that was given.' };
  }
  const limit = bootSilenceLimit[install.method];
  if (install.state === 'booting' && now >= install.expiresAt && silent >= limit) {
    const reason = `The machine booted into the installation, and was not heard of for ${limit} minutes.`;
    return { to: 'expired', reason };
  }
  const patience = silenceLimit[install.method];
  if (install.state === 'installing' && silent >= patience) {
    const reason = `The machine was not heard of for ${patience / 60} hours in the middle of its installation.`;
    return { to: 'failed', reason };
  }
  return null;
}

/**
 * Whether a system may register itself by its install's token: it is being
 * installed, or was. After any other end the token only reports how it ended.
 */
export function registers(install: GateInstall): { ok: true } | { ok: false; reason: string } {
  if (install.state === 'installed') return { ok: true };
  return serves(install);
}

/** The answer no. */
export function no(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
