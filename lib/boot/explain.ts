/** Explains a boot without booting: nothing is counted, and no secret is shown. */
import type { Actor } from '@/lib/auth/actor';
import { invalid, isAppError, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { previewPlan } from '@/lib/hosts/installs/plan/data';
import { type InstallPlan, openStates } from '@/lib/hosts/installs/schema';
import type { Carried } from './admission';
import { type Decision, decide } from './decide';
import { carriedFor, choiceFor, dhcpSteps, strangerOf } from './explain/data';
import { explainedTexts } from './explain/rendered';
import {
  decisionStep,
  explainedChoice,
  kernelOf,
  profileStep,
  scriptSteps,
  scriptsOf,
} from './explain/steps';
import { imaginedInstall, viewOfTeam } from './explain/view';
import { type BootFacts, readFacts } from './facts';
import { baseFor } from './lane/base';
import { nextCount, renderDecision } from './render';
import { rosterFollower } from './roster/follow';
import { roster } from './roster/roster';
import type { ExplainBootQuery, ExplainQuery, Explanation } from './schema';
import type { BootView } from './view';

/** What a machine would get that tells these facts. Hosts of other teams are strangers here. */
export async function explainBoot(given: {
  actor: Actor;
  query: ExplainBootQuery;
  /** The Host header of whoever asks, for the base where no public address is set. */
  host?: string;
}): Promise<Explanation> {
  const { actor, host } = given;
  const { http, enrolment, ...query } = given.query;
  const search = new URLSearchParams(
    Object.entries(query).filter((one): one is [string, string] => typeof one[1] === 'string'),
  );
  const read = readFacts({ search: `?${search}` });
  if (!read.ok) throw invalid('mac', read.problem.replace(/^mac: /, ''));
  await trueRoster();
  return explainFacts({ actor, facts: read.facts, http, enrolment, host });
}

/** What a host's machine would get, as far as it is known what it tells. Throws ERR_HOST_NOT_FOUND. */
export async function explainHost(given: {
  actor: Actor;
  hostId: string;
  query?: ExplainQuery;
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
    arch: query.arch ?? null,
    platform: query.platform ?? null,
    vendor: found.vendor,
    product: found.product,
    asset: null,
    medium: false,
    address: found.address,
  };
  const { http, enrolment } = query;
  return explainFacts({ actor, facts, http, enrolment, host: given.host });
}

/** The roster as it is after everything that was written before. */
async function trueRoster(): Promise<void> {
  await rosterFollower().start();
  await rosterFollower().barrier();
}

interface Asked {
  actor: Actor;
  facts: BootFacts;
  base: string;
  carried: Carried;
  /** The Host header of whoever asks. */
  host: string | undefined;
}

async function explainFacts(given: {
  actor: Actor;
  facts: BootFacts;
  http: boolean | undefined;
  enrolment: string | undefined;
  host: string | undefined;
}): Promise<Explanation> {
  const { actor, http } = given;
  const base = baseFor({ publicUrl: roster().settings.publicUrl, host: given.host });
  const view = viewOfTeam({ roster: roster(), teamId: actor.teamId });
  const stranger = await strangerOf({ actor, macs: given.facts.macs });
  const facts = completed({ facts: given.facts, view, stranger });
  const carried = carriedFor({ asked: given.enrolment, stranger, view, all: roster() });
  const asked = { actor, facts, base, carried, host: given.host };
  const decision = decide({ facts, view, now: Date.now(), carried });
  const { host } = decision;
  const [first = ''] = facts.macs;
  const [dhcp, choice, preview, explained] = await Promise.all([
    dhcpSteps({ actor, facts, host: view.hostByMac(first), http }),
    choiceFor({ actor, host, facts, stranger }),
    ifAuthorised({ ...asked, decision, view }),
    explainDecision({ ...asked, decision, imagined: false }),
  ]);
  const open = host && openInstall(view, host.id);
  const plan = open?.plan ?? preview?.plan;
  const pinned = open?.plan.profile.name ?? null;
  const [decided, ...scripts] = explained.steps;
  const { macs, uuid, serial, arch, platform } = facts;
  return {
    ...explained,
    facts: { macs, uuid, serial, arch, platform },
    host: host && { id: host.id, name: host.name },
    matchedBy: decision.matchedBy,
    steps: [
      ...dhcp,
      ...(decided ? [decided] : []),
      profileStep({ choice, isHost: host !== null, pinned }),
      ...scripts,
    ],
    profile: explainedChoice(choice),
    scripts: plan ? scriptsOf(plan) : [],
    ifAuthorised: preview?.explained ?? null,
  };
}

/** What is asked stands over what is known of the host or stranger with the same card. */
function completed(given: {
  facts: BootFacts;
  view: BootView;
  stranger: Awaited<ReturnType<typeof strangerOf>>;
}): BootFacts {
  const { facts, view, stranger } = given;
  const [mac = ''] = facts.macs;
  const host = view.hostByMac(mac);
  const known = host ?? stranger;
  if (!known) return facts;
  return {
    ...facts,
    uuid: facts.uuid ?? known.uuid,
    serial: facts.serial ?? known.serial,
    arch: facts.arch ?? known.arch,
    platform: facts.platform ?? platformOf(host ? host.firmware : (stranger?.platform ?? null)),
    vendor: facts.vendor ?? known.vendor,
    product: facts.product ?? known.product,
  };
}

/** By our word for a firmware, or iPXE's for its platform. */
function platformOf(name: string | null): BootFacts['platform'] {
  if (name === 'uefi' || name === 'efi') return 'efi';
  return name === 'bios' || name === 'pcbios' ? 'pcbios' : null;
}

/** The script of a decision, and the steps from the decision on. */
async function explainDecision(given: Asked & { decision: Decision; imagined: boolean }) {
  const { actor, decision, facts, base, host, imagined } = given;
  const boot = nextCount(decision);
  const script = renderDecision({ decision, facts, base, count: boot, tokenOf: () => 'TOKEN' });
  const texts = await explainedTexts({ actor, decision, host });
  const kernelLine =
    decision.kind === 'agent'
      ? (/^kernel .*\/vmlinuz\S* (.*?) \|\| /m.exec(script)?.[1] ?? null)
      : kernelOf(texts.sub?.text ?? '');
  const newest = (id: string) => roster().script(id)?.revision;
  return {
    decision: decision.kind,
    reasons: decision.reasons,
    script,
    kernelLine,
    steps: [
      decisionStep(decision),
      ...scriptSteps({ decision, kernelLine, base, boot, newest, texts, imagined }),
    ],
  };
}

function openInstall(view: BootView, hostId: string) {
  const install = view.newestInstall(hostId);
  return install && openStates.includes(install.gate.state) ? install : null;
}

/** What an install would be, were it authorised now; or what keeps it from being so. */
async function ifAuthorised(
  given: Asked & { decision: Decision; view: BootView },
): Promise<{ plan?: InstallPlan; explained: Explanation['ifAuthorised'] } | null> {
  const { decision, facts, view, carried } = given;
  const { host } = decision;
  if (!host || openInstall(view, host.id)) return null;
  try {
    const plan = await previewPlan({ hostId: host.id });
    const imaginary = imaginedInstall({ view, host, plan });
    const then = decide({ facts, view: imaginary, now: Date.now(), carried });
    const explained = await explainDecision({ ...given, decision: then, imagined: true });
    return { plan, explained };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { explained: { refusal: error.message, code: error.code } };
  }
}
