/** Explains a boot without booting: nothing is counted, and no secret is shown. */
import type { Actor } from '@/lib/auth/actor';
import { invalid, isAppError, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { previewPlan } from '@/lib/hosts/installs/plan/data';
import type { InstallPlan } from '@/lib/hosts/installs/schema';
import { type Decision, decide } from './decide';
import { type BootFacts, readFacts } from './facts';
import { baseFor } from './lane/base';
import { nextCount, renderDecision } from './render';
import { rosterFollower } from './roster/follow';
import { roster } from './roster/roster';
import type { ExplainBootQuery, Explanation } from './schema';
import type { BootHost, BootInstall, BootView } from './view';

/** What a machine would get that tells these facts. Hosts of other teams are strangers here. */
export async function explainBoot(given: {
  actor: Actor;
  query: ExplainBootQuery;
  /** The Host header of whoever asks, for the base where no public address is set. */
  host?: string;
}): Promise<Explanation> {
  const { actor, query, host } = given;
  const search = new URLSearchParams(
    Object.entries(query).filter((one): one is [string, string] => typeof one[1] === 'string'),
  );
  const read = readFacts({ search: `?${search}` });
  if (!read.ok) throw invalid('mac', read.problem.replace(/^mac: /, ''));
  return explainFacts({ actor, facts: read.facts, host });
}

/** What a host's machine would get, as far as it is known what it tells. Throws ERR_HOST_NOT_FOUND. */
export async function explainHost(given: {
  actor: Actor;
  hostId: string;
  query?: { platform?: 'efi' | 'pcbios'; arch?: string };
  host?: string;
}): Promise<Explanation> {
  const { actor, hostId, query = {} } = given;
  await trueRoster();
  const found = isUuid(hostId) ? roster().host(hostId) : undefined;
  if (found?.teamId !== actor.teamId) throw notFound('This host', 'ERR_HOST_NOT_FOUND');
  const facts: BootFacts = {
    macs: found.macs,
    uuid: found.uuid,
    serial: found.serial,
    arch: query.arch ?? found.arch,
    platform: query.platform ?? platformOf(found.firmware),
    vendor: found.vendor,
    product: found.product,
    asset: null,
    address: found.address,
  };
  return explainFacts({ actor, facts, host: given.host });
}

function platformOf(firmware: string | null): BootFacts['platform'] {
  if (firmware === 'uefi') return 'efi';
  return firmware === 'bios' ? 'pcbios' : null;
}

/** The roster as it is after everything that was written before. */
async function trueRoster(): Promise<void> {
  await rosterFollower().start();
  await rosterFollower().barrier();
}

async function explainFacts(given: {
  actor: Actor;
  facts: BootFacts;
  host: string | undefined;
}): Promise<Explanation> {
  const { actor, facts } = given;
  await trueRoster();
  const base = baseFor({ publicUrl: roster().settings.publicUrl, host: given.host });
  const view = ofTeam(actor.teamId);
  const decision = decide({ facts, view, now: Date.now() });
  const rendered = render({ decision, facts, base });
  const preview = await ifAuthorised({ decision, facts, base, view });
  const plan = 'install' in decision ? decision.install.plan : preview?.plan;
  const { macs, uuid, serial, arch, platform } = facts;
  return {
    facts: { macs, uuid, serial, arch, platform },
    host: decision.host && { id: decision.host.id, name: decision.host.name },
    matchedBy: decision.matchedBy,
    ...rendered,
    scripts: plan ? scriptsOf(plan) : [],
    ifAuthorised: preview?.explained ?? null,
  };
}

function render(given: { decision: Decision; facts: BootFacts; base: string }) {
  const { decision } = given;
  const script = renderDecision({ ...given, count: nextCount(decision), tokenOf: () => 'TOKEN' });
  return {
    decision: decision.kind,
    reasons: decision.reasons,
    script,
    kernelLine: /^kernel .*\/vmlinuz\S* (.*?) \|\| /m.exec(script)?.[1] ?? null,
  };
}

/** What an install would be, were it authorised now; or what keeps it from being so. */
async function ifAuthorised(given: {
  decision: Decision;
  facts: BootFacts;
  base: string;
  view: BootView;
}): Promise<{ plan?: InstallPlan; explained: Explanation['ifAuthorised'] } | null> {
  const { decision, facts, base, view } = given;
  if (decision.kind !== 'local-disk') return null;
  const { host } = decision;
  const open = view.newestInstall(host.id)?.gate.state;
  if (open === 'authorised' || open === 'booting' || open === 'installing') return null;
  try {
    const plan = await previewPlan({ hostId: host.id });
    const install = imagined({ host, plan });
    const imaginary: BootView = { ...asView(view), newestInstall: () => install };
    const then = decide({ facts, view: imaginary, now: Date.now() });
    return { plan, explained: render({ decision: then, facts, base }) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { explained: { refusal: error.message, code: error.code } };
  }
}

function imagined(given: { host: BootHost; plan: InstallPlan }): BootInstall {
  const { host, plan } = given;
  return {
    id: '00000000-0000-4000-8000-000000000000',
    hostId: host.id,
    plan,
    gate: {
      state: 'authorised',
      method: plan.method,
      bootsAllowed: 1,
      bootsUsed: 0,
      expiresAt: Number.MAX_SAFE_INTEGER,
      overwrite: false,
      disk: null,
      eventSeq: 0,
      heardAt: null,
      booted: false,
      reason: null,
    },
  };
}

/** The roster as if there were no other team. */
function ofTeam(teamId: string): BootView {
  const all = roster();
  const ours = (host: BootHost) => host.teamId === teamId;
  return {
    ...asView(all),
    hostByMac: (mac) => {
      const host = all.hostByMac(mac);
      return host && ours(host) ? host : undefined;
    },
    hostsByUuid: (uuid) => all.hostsByUuid(uuid).filter(ours),
    hostsBySerial: (serial) => all.hostsBySerial(serial).filter(ours),
  };
}

/** A view's functions as plain properties, to put others in their place. */
function asView(view: BootView): BootView {
  return {
    hostByMac: (mac) => view.hostByMac(mac),
    hostsByUuid: (uuid) => view.hostsByUuid(uuid),
    hostsBySerial: (serial) => view.hostsBySerial(serial),
    newestInstall: (hostId) => view.newestInstall(hostId),
    hasArtifact: (fingerprint) => view.hasArtifact(fingerprint),
  };
}

function scriptsOf(plan: InstallPlan): Explanation['scripts'] {
  const of =
    (kind: Explanation['scripts'][number]['kind']) =>
    (script: { id: string; title: string; revision: number }) => ({
      kind,
      ...script,
    });
  return [
    ...[plan.subScript].filter((one) => one !== null).map(of('sub')),
    ...[plan.kickstart].filter((one) => one !== null).map(of('kickstart')),
    ...plan.preScripts.map(of('pre')),
    ...plan.postScripts.map(of('post')),
  ];
}
