/** Reads of profiles. Rows of another team are "not found". */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { type AppError, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { literally } from '@/lib/core/like';
import { diskRule, parameters } from '../schema';
import { chosenProfiles } from './chosen/data';
import { profileRules } from './rules/schema';
import { type ProfileDetail, profileProblem } from './schema';

const script = { select: { id: true, title: true, revision: true, kind: true } } as const;

const select = {
  id: true,
  name: true,
  disk: true,
  parameters: true,
  rules: true,
  isDefault: true,
  createdAt: true,
  updatedAt: true,
  subScript: script,
  kickstart: script,
  image: { select: { id: true, name: true, state: true } },
  scripts: { select: { script }, orderBy: { position: 'asc' } },
  _count: { select: { hosts: true } },
} as const;

/** The error for a profile that is not there, or another team's. */
export function profileNotFound(): AppError {
  return notFound('This profile', 'ERR_PROFILE_NOT_FOUND');
}

/** The team's profiles by name. `after` is the id of the last one of the page before. */
export async function listProfiles(given: {
  actor: Actor;
  search?: string;
  limit?: number;
  after?: string;
}): Promise<ProfileDetail[]> {
  const { actor, search, limit, after } = given;
  const rows = await db().profile.findMany({
    where: {
      teamId: actor.teamId,
      name: search ? { contains: literally(search), mode: 'insensitive' } : undefined,
    },
    select,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit,
    ...(after && isUuid(after) ? { cursor: { id: after }, skip: 1 } : {}),
  });
  const byRule = await countByRule(actor);
  return rows.map((row) => detailOf(row, byRule));
}

/** One profile. Throws ERR_PROFILE_NOT_FOUND. */
export async function readProfile(given: { actor: Actor; id: string }): Promise<ProfileDetail> {
  const { actor, id } = given;
  if (!isUuid(id)) throw profileNotFound();
  const row = await db().profile.findFirst({ where: { id, teamId: actor.teamId }, select });
  if (!row) throw profileNotFound();
  return detailOf(row, await countByRule(actor));
}

/** How many hosts each profile has by rule or by default. */
async function countByRule(actor: Actor): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { profile } of (await chosenProfiles({ teamId: actor.teamId })).values()) {
    if (profile) counts.set(profile.id, (counts.get(profile.id) ?? 0) + 1);
  }
  return counts;
}

interface ScriptRow {
  id: string;
  title: string;
  revision: number;
  kind: string;
}

interface ProfileRow {
  id: string;
  name: string;
  disk: unknown;
  parameters: unknown;
  rules: unknown;
  isDefault: boolean;
  createdAt: Date;
  updatedAt: Date;
  subScript: ScriptRow | null;
  kickstart: ScriptRow | null;
  image: ProfileDetail['image'];
  scripts: { script: ScriptRow }[];
  _count: { hosts: number };
}

function detailOf(row: ProfileRow, byRule: Map<string, number>): ProfileDetail {
  const scripts = row.scripts.map((one) => one.script);
  return {
    id: row.id,
    name: row.name,
    method: row.subScript ? 'script' : 'agent',
    problem: profileProblem(row),
    subScript: row.subScript && named(row.subScript),
    kickstart: row.kickstart && named(row.kickstart),
    image: row.image,
    disk: diskRule.parse(row.disk),
    parameters: parameters.parse(row.parameters),
    preScripts: scripts.filter(({ kind }) => kind === 'pre').map(named),
    postScripts: scripts.filter(({ kind }) => kind === 'post').map(named),
    rules: profileRules.parse(row.rules),
    isDefault: row.isDefault,
    hosts: row._count.hosts,
    hostsByRule: byRule.get(row.id) ?? 0,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function named({ id, title, revision }: ScriptRow) {
  return { id, title, revision };
}
