/** Pins what a host's profile says now into the plan of an install. */
import { db, type Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { openSecrets } from '@/lib/scripts/secrets/data';
import { type InstallPlan, installPlan } from '../schema';
import { agentArch, normalArch } from './arch';
import { demandRenders } from './check';
import { demandReadyImage, pinImage } from './image';
import { readPlanned, scriptsOf } from './reading/data';
import { linksFor, prepareScripts } from './scripts/data';

/** The artifact of the agent for an architecture: its spec names it, x86_64 where it does not. */
interface AgentArtifact {
  fingerprint: string;
  spec: unknown;
}

/**
 * The plan for a host. Throws what keeps it from being installed:
 * ERR_HOST_WITHOUT_PROFILE, ERR_PROFILE_WITHOUT_IMAGE, ERR_IMAGE_NOT_READY,
 * ERR_AGENT_NOT_BUILT, ERR_SCRIPT_DOES_NOT_RENDER.
 */
export async function pinPlan(given: { tx: Transaction; hostId: string }): Promise<InstallPlan> {
  const { tx, hostId } = given;
  const planned = await readPlanned({ tx, hostId });
  const { host, profile, parameters, sshKeys, facts } = planned;
  const { teamId } = host;
  if (!profile) throw withoutProfile(host.name);
  const method = profile.subScript ? 'script' : 'agent';
  if (method === 'agent') demandReadyImage(profile);
  const agent = method === 'agent' ? await newestAgent({ tx, arch: host.arch }) : null;
  const scripts = scriptsOf(profile);
  const prepared = await prepareScripts({ tx, teamId, scripts: scripts.all });
  const pin = ({ id }: { id: string }) => prepared.get(id)?.pin;
  const all = [...prepared.values()];
  const { name, macs, address, labels } = facts;
  const plan = installPlan.parse({
    method,
    profile: { id: profile.id, name: profile.name, parameters: parameters.own },
    host: { name, macs, address, labels },
    parameters: parameters.all,
    subScript: scripts.subScript && pin(scripts.subScript),
    kickstart: scripts.kickstart && pin(scripts.kickstart),
    image: method === 'agent' ? pinImage(profile.image) : null,
    disk: host.disk ?? profile.disk,
    preScripts: scripts.pre.map(pin),
    postScripts: scripts.post.map(pin),
    sshKeys,
    links: await linksFor({ teamId, uses: all.map(({ use }) => use) }),
    agent,
  });
  const names = [...new Set(all.flatMap(({ use }) => use.secrets))];
  const secrets = names.length === 0 ? {} : await openSecrets({ teamId, names });
  demandRenders({ facts, plan, scripts: all, secrets });
  return plan;
}

/** The plan as it would be pinned now; nothing is authorised. Throws as `pinPlan` does. */
export async function previewPlan(given: { hostId: string }): Promise<InstallPlan> {
  return pinPlan({ tx: db(), hostId: given.hostId });
}

function withoutProfile(name: string): AppError {
  return refused(
    'ERR_HOST_WITHOUT_PROFILE',
    `${name} has no profile: none was chosen by hand, no profile has a rule that fits it, and none is the default. Choose one for it, or give a profile such a rule.`,
  );
}

/** The newest agent for an architecture. Throws ERR_AGENT_NOT_BUILT. */
export async function agentFor(given: { arch: string | null }): Promise<{ fingerprint: string }> {
  return newestAgent({ tx: db(), arch: given.arch });
}

async function newestAgent(given: {
  tx: Transaction;
  arch: string | null;
}): Promise<{ fingerprint: string }> {
  const rows: AgentArtifact[] = await given.tx.artifact.findMany({
    where: { kind: 'agent' },
    orderBy: { createdAt: 'desc' },
    select: { fingerprint: true, spec: true },
    take: 50,
  });
  const fits = rows.find((row) => agentArch(row.spec) === normalArch(given.arch));
  if (!fits) {
    throw refused(
      'ERR_AGENT_NOT_BUILT',
      `No agent has been built for ${normalArch(given.arch)} yet. Builds shows how far it is, or starts one.`,
    );
  }
  return { fingerprint: fits.fingerprint };
}

function refused(code: string, message: string): AppError {
  return new AppError({ class: 'conflict', code, message });
}
