/** Pins scripts: their revisions, what they include, and what they take the address of. */
import { db, type Transaction } from '@/lib/core/db';
import { dialectOf } from '@/lib/scripts/data';
import { kindFacts } from '@/lib/scripts/schema';
import { includedSources } from '@/lib/scripts/template/data';
import type { Source } from '@/lib/scripts/template/schema';
import { type TemplateUse, templateUse } from '@/lib/scripts/template/use';
import type { PinnedScript } from '../../schema';

/** A script as its row tells it. */
export interface NamedScript {
  id: string;
  kind: Source['kind'];
  title: string;
  /** The newest. */
  revision: number;
}

/** A script with everything that rendering it needs. */
export interface PreparedScript {
  pin: PinnedScript;
  source: Source;
  include: (name: string) => Source | null;
  use: TemplateUse;
}

/** Prepares the newest revisions of scripts, by their ids. */
export async function prepareScripts(given: {
  tx: Transaction;
  teamId: string;
  scripts: NamedScript[];
}): Promise<Map<string, PreparedScript>> {
  const { tx, teamId, scripts } = given;
  if (scripts.length === 0) return new Map();
  const rows = await tx.scriptRevision.findMany({
    where: { OR: scripts.map(({ id, revision }) => ({ scriptId: id, number: revision })) },
    select: { scriptId: true, text: true, template: true, dialect: true },
  });
  const prepared = new Map<string, PreparedScript>();
  for (const script of scripts) {
    const row = rows.find(({ scriptId }) => scriptId === script.id);
    if (!row) continue;
    const { text, template } = row;
    const { title, kind } = script;
    const source = { title, kind, text, template, dialect: dialectOf(row.dialect) };
    prepared.set(script.id, await prepareSource({ teamId, script, source }));
  }
  return prepared;
}

async function prepareSource(given: {
  teamId: string;
  script: { id: string; revision: number };
  source: Source;
}): Promise<PreparedScript> {
  const { teamId, script, source } = given;
  const { title, template, dialect } = source;
  const { id, revision } = script;
  const included = template ? await includedSources({ teamId, source }) : null;
  const include = (name: string) => included?.sources.get(name) ?? null;
  const use = templateUse({ source, include });
  const includes = included?.pins ?? {};
  const pin = { id, revision, title, template, dialect, includes, secrets: use.secrets };
  return { pin, source, include, use };
}

/**
 * Paths of the team's scripts by title, as far as these templates name them;
 * all where one goes through them. Of several kinds with one title, sub
 * scripts come first.
 */
export async function linksFor(given: {
  teamId: string;
  uses: TemplateUse[];
}): Promise<Record<string, string>> {
  const { teamId, uses } = given;
  const wanted = new Set(uses.flatMap(({ scripts }) => scripts));
  const all = uses.some(goesThrough);
  if (!all && wanted.size === 0) return {};
  const rows = await db().script.findMany({
    where: { teamId, kind: { not: 'main' }, ...(all ? {} : { title: { in: [...wanted] } }) },
    // The last of one title stays.
    orderBy: [{ kind: 'desc' }, { title: 'asc' }],
    select: { id: true, kind: true, title: true },
  });
  return Object.fromEntries(
    rows.map(({ id, kind, title }) => [title, `/api/pxeboot/${kindFacts[kind].segment}/${id}`]),
  );
}

/** True where a template asks for scripts otherwise than by a title that stands in it. */
function goesThrough({ variables, scripts }: TemplateUse): boolean {
  const named = variables.filter((path) => /^urls\W+scripts/.test(path));
  return named.length > scripts.length;
}
