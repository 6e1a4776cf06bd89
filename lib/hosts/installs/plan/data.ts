/** Pins what a host's profile says now into the plan of an install. */

import { db, type Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { choiceOfHost } from '../../profiles/chosen/data';
import { type InstallPlan, installPlan, type PinnedScript } from '../schema';
import { agentArch, normalArch } from './arch';

/** The artifact of the agent for an architecture: its spec names it, x86_64 where it does not. */
interface AgentArtifact {
  fingerprint: string;
  spec: unknown;
}

/**
 * The plan for a host. Throws what keeps it from being installed:
 * ERR_HOST_WITHOUT_PROFILE, ERR_PROFILE_WITHOUT_IMAGE, ERR_IMAGE_NOT_READY,
 * ERR_AGENT_NOT_BUILT.
 */
export async function pinPlan(given: { tx: Transaction; hostId: string }): Promise<InstallPlan> {
  const { tx, hostId } = given;
  const host = await tx.host.findUniqueOrThrow({ where: { id: hostId } });
  const profile = await profileFor({ tx, host });
  const keys = await tx.sshKey.findMany({
    where: { teamId: host.teamId },
    orderBy: { createdAt: 'asc' },
    select: { publicKey: true },
  });
  const method = profile.subScript ? 'script' : 'agent';
  if (method === 'agent') demandReadyImage(profile);
  const agent = method === 'agent' ? await newestAgent({ tx, arch: host.arch }) : null;
  const ofKind = (kind: 'pre' | 'post') =>
    profile.scripts.filter(({ script }) => script.kind === kind).map(({ script }) => pin(script));
  return installPlan.parse({
    method,
    profile: { id: profile.id, name: profile.name },
    parameters: textValues({ ...asRecord(profile.parameters), ...asRecord(host.parameters) }),
    subScript: profile.subScript && pin(profile.subScript),
    kickstart: profile.kickstart && pin(profile.kickstart),
    image: method === 'agent' ? pinImage(profile.image) : null,
    disk: host.disk ?? profile.disk,
    preScripts: ofKind('pre'),
    postScripts: ofKind('post'),
    sshKeys: keys.map(({ publicKey }) => publicKey),
    agent,
  });
}

/** The plan as it would be pinned now; nothing is authorised. Throws as `pinPlan` does. */
export async function previewPlan(given: { hostId: string }): Promise<InstallPlan> {
  return pinPlan({ tx: db(), hostId: given.hostId });
}

/** The profile that was chosen by hand, else by rule, else the default. */
async function profileFor(given: {
  tx: Transaction;
  host: { id: string; teamId: string; name: string };
}) {
  const { tx, host } = given;
  const choice = await choiceOfHost({ tx, hostId: host.id, teamId: host.teamId });
  const id = choice?.profile?.id;
  const profile = await (id === undefined
    ? null
    : tx.profile.findUnique({
        where: { id },
        include: {
          subScript: true,
          kickstart: true,
          image: true,
          scripts: { include: { script: true }, orderBy: { position: 'asc' } },
        },
      }));
  if (profile) return profile;
  throw refused(
    'ERR_HOST_WITHOUT_PROFILE',
    `${host.name} has no profile: none was chosen by hand, no profile has a rule that fits it, and none is the default. Choose one for it, or give a profile such a rule.`,
  );
}

function pin(script: { id: string; revision: number; title: string }): PinnedScript {
  return { id: script.id, revision: script.revision, title: script.title };
}

type ProfileImage = {
  id: string;
  name: string;
  state: string;
  reason: string | null;
  file: string | null;
  served: string | null;
  size: bigint | null;
  sha256: string | null;
  rawSize: bigint | null;
  rawSha256: string | null;
};

function demandReadyImage(profile: { name: string; image: ProfileImage | null }): void {
  const { image } = profile;
  if (!image) {
    throw refused(
      'ERR_PROFILE_WITHOUT_IMAGE',
      `The profile "${profile.name}" has neither an image nor a sub script. Give it one of them.`,
    );
  }
  if (image.state === 'ready') return;
  const why = image.state === 'failed' ? `failed: ${image.reason ?? 'no reason'}` : image.state;
  throw refused('ERR_IMAGE_NOT_READY', `The image "${image.name}" is not ready (${why}).`);
}

function pinImage(image: ProfileImage | null) {
  return (
    image && {
      id: image.id,
      name: image.name,
      file: image.file,
      served: image.served,
      size: Number(image.size),
      sha256: image.sha256,
      rawSize: image.rawSize === null ? null : Number(image.rawSize),
      rawSha256: image.rawSha256,
    }
  );
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

function asRecord(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}

function textValues(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

function refused(code: string, message: string): AppError {
  return new AppError({ class: 'conflict', code, message });
}
