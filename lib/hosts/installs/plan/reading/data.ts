/** Reads what a plan is made of: the host, the profile that it gets, the team's keys. */
import type { Transaction } from '@/lib/core/db';
import { choiceOfHost, readLabels } from '../../../profiles/chosen/data';
import type { HostFacts, TemplatePlan } from '../../variables';

/** What the store says now of how a host would be installed. */
export async function readPlanned(given: { tx: Transaction; hostId: string }) {
  const { tx, hostId } = given;
  const host = await tx.host.findUniqueOrThrow({
    where: { id: hostId },
    include: { macs: { select: { mac: true }, orderBy: { position: 'asc' } } },
  });
  const profile = await profileOf({ tx, host });
  const own = textValues(profile?.parameters);
  return {
    host,
    profile,
    /** The profile's own, and with the host's over them. */
    parameters: { own, all: { ...own, ...textValues(host.parameters) } },
    sshKeys: await readKeys({ tx, teamId: host.teamId }),
    facts: factsOf(host),
  };
}
export type Planned = Awaited<ReturnType<typeof readPlanned>>;

/** The team's public keys, the oldest first. */
export async function readKeys(given: { tx: Transaction; teamId: string }): Promise<string[]> {
  const rows = await given.tx.sshKey.findMany({
    where: { teamId: given.teamId },
    orderBy: { createdAt: 'asc' },
    select: { publicKey: true },
  });
  return rows.map(({ publicKey }) => publicKey);
}

/** The profile that was chosen by hand, else by rule, else the default; null for none. */
async function profileOf(given: { tx: Transaction; host: { id: string; teamId: string } }) {
  const { tx, host } = given;
  const choice = await choiceOfHost({ tx, hostId: host.id, teamId: host.teamId });
  const id = choice?.profile?.id;
  if (id === undefined) return null;
  return tx.profile.findUnique({
    where: { id },
    include: {
      subScript: true,
      kickstart: true,
      image: true,
      scripts: { include: { script: true }, orderBy: { position: 'asc' } },
    },
  });
}

function factsOf(host: {
  name: string;
  address: string | null;
  uuid: string | null;
  serial: string | null;
  arch: string | null;
  firmware: string | null;
  labels: unknown;
  macs: { mac: string }[];
}): HostFacts {
  const { name, address, uuid, serial, arch, firmware } = host;
  const macs = host.macs.map(({ mac }) => mac);
  return { name, macs, address, uuid, serial, arch, firmware, labels: readLabels(host.labels) };
}

/** Parameters as the store has them; a value that is no text is its JSON. */
function textValues(stored: unknown): Record<string, string> {
  if (stored === null || typeof stored !== 'object') return {};
  return Object.fromEntries(
    Object.entries(stored).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

/** The scripts of a profile, those of the two lists in their order. */
export function scriptsOf(profile: Planned['profile']) {
  if (!profile) return { subScript: null, kickstart: null, pre: [], post: [], all: [] };
  const { subScript, kickstart } = profile;
  const listed = profile.scripts.map(({ script }) => script);
  const all = [subScript, kickstart, ...listed].filter((one) => one !== null);
  return {
    subScript,
    kickstart,
    pre: listed.filter(({ kind }) => kind === 'pre'),
    post: listed.filter(({ kind }) => kind === 'post'),
    all,
  };
}

/** What templates would see of a plan that is not pinned; scripts by their ids alone. */
export function unpinned(planned: Planned, links: TemplatePlan['links']): TemplatePlan {
  const { profile, parameters, sshKeys } = planned;
  const { subScript, kickstart, pre, post } = scriptsOf(profile);
  const plain = ({ id, title, revision }: { id: string; title: string; revision: number }) => ({
    id,
    title,
    revision,
    template: false,
    dialect: null,
    includes: {},
    secrets: [],
  });
  return {
    profile: profile && { name: profile.name, parameters: parameters.own },
    parameters: parameters.all,
    subScript: subScript && plain(subScript),
    kickstart: kickstart && plain(kickstart),
    preScripts: pre.map(plain),
    postScripts: post.map(plain),
    sshKeys,
    links,
  };
}
