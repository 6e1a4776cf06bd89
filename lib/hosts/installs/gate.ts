/**
 * The install gate: one pure state machine that decides whether a machine may
 * install, and what a report of it changes. Every serving route asks it.
 *
 *   none → authorised → booting → installing → installed | failed
 *   authorised, booting → expired   when time or boots run out
 *   any open state → cancelled      by a person
 *
 * The rule it exists for: nothing that happens by itself leads from a written
 * disk to another write. Where it is in doubt it says "local disk".
 */
import type { AgentEvent, ClaimedDisk, InstallPlan, InstallState } from './schema';

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

/** Minutes without a word after which a running install counts as failed. */
const silenceLimit = 120;
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
        reason:
          'The machine restarted in the middle of its installation, so its disk may be half written. It boots its local disk until a person installs it again.',
      });
    case 'installed':
      return localDisk('It is installed.');
    default:
      return localDisk(
        `Its last install ${endedAs[install.state]}${install.reason ? `: ${install.reason}` : '.'}`,
      );
  }
}

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

/** What a report gets as its answer, and what it changes. */
export type EventAnswer =
  | {
      ok: true;
      transition: Transition | null;
      /** The report was here before: answer yes, change and record nothing. */
      repeated: boolean;
      /** It came after the gate had closed. */
      late: boolean;
    }
  | { ok: false; reason: string };

/** What a report of the agent, or of an installer's script, does. */
export function atEvent(given: {
  install: GateInstall;
  event: AgentEvent;
  /** Size of the image once unpacked, in bytes, where it is known. */
  imageBytes: number | null;
  /** The plan's rule for the disk. */
  diskRule: InstallPlan['disk'];
}): EventAnswer {
  const { install, event } = given;
  if (event.type === 'finished') return atFinished(install);
  if (event.type === 'failed') return atFailed(install, event.reason);
  if (event.type === 'first-boot') return atFirstBoot(install);
  if (install.state === 'authorised') {
    return no('No boot of this install has been counted yet.');
  }
  if (install.state !== 'booting' && install.state !== 'installing') {
    return no(`This install is ${install.state}; it can only report how it ended.`);
  }
  if (event.type === 'claim') return atClaim({ ...given, disk: event.disk });
  return { ok: true, transition: null, repeated: isRepeated(install, event), late: false };
}

/** True for a report that was sent again because its answer got lost. */
function isRepeated(install: GateInstall, event: AgentEvent): boolean {
  return event.seq > 0 && event.seq <= install.eventSeq;
}

function atClaim(given: {
  install: GateInstall;
  event: AgentEvent;
  disk: ClaimedDisk;
  imageBytes: number | null;
  diskRule: InstallPlan['disk'];
}): EventAnswer {
  const { install, disk, imageBytes, diskRule } = given;
  if (install.state === 'installing') {
    const same = isRepeated(install, given.event) && install.disk?.path === disk.path;
    if (same) return { ok: true, transition: null, repeated: true, late: false };
    return no(`A disk was claimed already: ${install.disk?.path ?? 'unknown'}.`);
  }
  if (install.method === 'script') return no('This install is made by a script, not by the agent.');
  if (diskRule.rule === 'serial' && disk.serial !== diskRule.value) {
    return no(
      `The profile asks for the disk with serial ${diskRule.value}, and ${disk.path} has ${disk.serial || 'none'}.`,
    );
  }
  if (imageBytes !== null && disk.size < imageBytes) {
    return no(
      `${disk.path} is too small: it has ${disk.size} bytes and the image needs ${imageBytes}.`,
    );
  }
  if (disk.hasData && !install.overwrite) {
    const what = disk.what ? ` (${disk.what})` : '';
    return no(
      `${disk.path} holds data${what}, and this install was not authorised to overwrite it. Authorise it again with "overwrite".`,
    );
  }
  return {
    ok: true,
    transition: { to: 'installing', reason: null },
    repeated: false,
    late: false,
  };
}

/**
 * `finished` is true whenever the machine says so: a slow install outlives its
 * time (foreman#4508), and one that we gave up may have gone on. Only where
 * nothing can have been written is it refused.
 */
function atFinished(install: GateInstall): EventAnswer {
  const installed: Transition = { to: 'installed', reason: null };
  switch (install.state) {
    case 'installed':
      return { ok: true, transition: null, repeated: true, late: false };
    case 'authorised':
      return no('No boot of this install has been counted yet.');
    case 'booting':
      if (install.method === 'agent') return no('No disk was claimed, so nothing can be finished.');
      return { ok: true, transition: installed, repeated: false, late: false };
    case 'installing':
      return { ok: true, transition: installed, repeated: false, late: false };
    default:
      if (install.method === 'agent' && !install.disk) {
        return no('No disk was claimed, so nothing can be finished.');
      }
      if (install.bootsUsed === 0) return no('No boot of this install has been counted.');
      return { ok: true, transition: installed, repeated: false, late: true };
  }
}

function atFailed(install: GateInstall, reason: string): EventAnswer {
  switch (install.state) {
    case 'authorised':
      return no('No boot of this install has been counted yet.');
    case 'booting':
    case 'installing':
      return { ok: true, transition: { to: 'failed', reason }, repeated: false, late: false };
    case 'expired':
      return { ok: true, transition: { to: 'failed', reason }, repeated: false, late: true };
    case 'installed':
      return no('This install has reported that it finished.');
    default:
      return { ok: true, transition: null, repeated: true, late: true };
  }
}

/** The new system runs: whatever was believed before, it is installed. */
function atFirstBoot(install: GateInstall): EventAnswer {
  if (install.state === 'installed') {
    return { ok: true, transition: null, repeated: install.booted, late: false };
  }
  const answer = atFinished(install);
  return answer.ok && answer.transition ? { ...answer, late: true } : answer;
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
  if (install.state === 'installing' && silent >= silenceLimit) {
    const reason = `The machine was not heard of for ${silenceLimit / 60} hours in the middle of its installation.`;
    return { to: 'failed', reason };
  }
  return null;
}

function no(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
