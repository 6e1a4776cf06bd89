/** Who uses a script: it cannot go, or be named otherwise, while somebody does. */
import type { Transaction } from '@/lib/core/db';
import { inUse } from '../refusals';
import { kindFacts, type ScriptKind } from '../schema';
import { namedIn, templatesOf } from '../template/data';

/** A script by what people call it. */
export interface Used {
  id: string;
  kind: ScriptKind;
  title: string;
}

/**
 * Throws ERR_SCRIPT_IN_USE, with the list, where a profile has the script, or
 * an installation that is still going on has it pinned.
 */
export async function demandUnused(given: Used & { tx: Transaction }): Promise<void> {
  const { tx, id } = given;
  const what = nameOf(given);
  const profiles = await tx.profile.findMany({
    where: {
      OR: [{ subScriptId: id }, { kickstartId: id }, { scripts: { some: { scriptId: id } } }],
    },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  });
  if (profiles.length > 0) {
    const plural = profiles.length > 1 ? 'profiles' : 'profile';
    const message = `${what} is used by the ${plural} ${list(profiles)}. Take it out there first.`;
    throw inUse(message, profiles);
  }
  const hosts = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT DISTINCT h.id, h.name FROM "Install" i JOIN "Host" h ON h.id = i."hostId"
    WHERE i.state IN ('authorised', 'booting', 'installing')
      AND position(${id.toLowerCase()} in i.plan::text) > 0
    ORDER BY h.name`;
  if (hosts.length === 0) return;
  const names = hosts.map(({ name }) => name).join(', ');
  throw inUse(`${what} is part of the installation going on at ${names}.`, hosts);
}

/** Templates of the team that include the script, or take its address, by its title. */
export async function namersOf(given: Used & { teamId: string }): Promise<Used[]> {
  const { id, kind, title, teamId } = given;
  const templates = await templatesOf({ teamId, naming: title });
  return templates
    .filter((one) => one.id !== id)
    .filter((one) => {
      const { includes, scripts } = namedIn(one);
      return (
        includes.includes(title) || includes.includes(`${kind}:${title}`) || scripts.includes(title)
      );
    })
    .map((one) => ({ id: one.id, kind: one.kind, title: one.title }));
}

/** Throws ERR_SCRIPT_IN_USE, with the list, where a template of the team names the script. */
export async function demandUnnamed(given: Used & { teamId: string }): Promise<void> {
  const naming = (await namersOf(given)).map(({ id, title }) => ({ id, name: title }));
  if (naming.length === 0) return;
  const plural = naming.length > 1 ? 'scripts' : 'script';
  const message = `${nameOf(given)} is named by the ${plural} ${list(naming)}. Take it out there first.`;
  throw inUse(message, naming);
}

function nameOf({ kind, title }: Used): string {
  return `The ${kindFacts[kind].noun} "${title}"`;
}

function list(named: { name: string }[]): string {
  return named.map(({ name }) => `"${name}"`).join(', ');
}
