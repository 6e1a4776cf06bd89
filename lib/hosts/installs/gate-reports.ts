/** What reports of the agent, or of an installer's scripts, do at the gate: pure. */
import { type GateInstall, no, type Transition } from './gate';
import type { AgentEvent } from './reports/schema';
import type { ClaimedDisk, InstallPlan } from './schema';

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
  if (event.type === 'failed') return atFailed(install, event);
  if (event.type === 'first-boot') return atFirstBoot(install);
  if (install.state === 'authorised') {
    return no('No boot of this install has been counted yet.');
  }
  if (install.state !== 'booting' && install.state !== 'installing') {
    return no(`This install is ${install.state}; it can only report how it ended.`);
  }
  if (event.type === 'claim') return atClaim({ ...given, disk: event.disk });
  if (event.type === 'started') return atStarted(install, event);
  return { ok: true, transition: null, repeated: isRepeated(install, event), late: false };
}

/**
 * A third-party installer is at work. It asks for no disk, so this is what
 * the agent's claim is: from now on the machine boots its local disk, even
 * where more boots were authorised.
 */
function atStarted(install: GateInstall, event: AgentEvent): EventAnswer {
  const repeated = isRepeated(install, event);
  const begins = install.method === 'script' && install.state === 'booting';
  const transition: Transition | null = begins ? { to: 'installing', reason: null } : null;
  return { ok: true, transition, repeated: repeated && !begins, late: false };
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

function atFailed(
  install: GateInstall,
  event: Extract<AgentEvent, { type: 'failed' }>,
): EventAnswer {
  const { reason } = event;
  switch (install.state) {
    case 'authorised':
      return no('No boot of this install has been counted yet.');
    case 'booting':
    case 'installing':
      return { ok: true, transition: { to: 'failed', reason }, repeated: false, late: false };
    case 'expired':
      if (install.bootsUsed === 0) return no('No boot of this install has been counted.');
      return { ok: true, transition: { to: 'failed', reason }, repeated: false, late: true };
    case 'installed':
      return no('This install has reported that it finished.');
    default: {
      // What it has to say is kept, for it may bring the log; the end stays the one that is known.
      const repeated = isRepeated(install, event) || install.reason === reason;
      return { ok: true, transition: null, repeated, late: true };
    }
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
