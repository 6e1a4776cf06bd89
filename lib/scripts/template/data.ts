/** Reads of what templates name: scripts by title, and the templates of a team. */
import { db } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { type Dialect, dialects, type ScriptKind, scriptKinds } from '../schema';
import type { Source } from './schema';
import { type TemplateUse, templateUse } from './use';

/** Which revision of which script an include was. */
export interface Pin {
  id: string;
  revision: number;
  title: string;
  kind: ScriptKind;
  dialect: Dialect | null;
  template: boolean;
}

export interface Included {
  /** By the name that a template calls it by: `Title` or `kind:Title`. */
  sources: Map<string, Source>;
  pins: Record<string, Pin>;
}

/** Scripts that one script may include, at whatever depth. */
const mostIncludes = 100;

interface Row {
  id: string;
  kind: ScriptKind;
  title: string;
  revision: number;
  text: string;
  template: boolean;
  dialect: string | null;
}

/**
 * What a source includes, at any depth, in the newest revisions of the team.
 * A title that several kinds have means the one of the source's own kind; as
 * `kind:Title` it means that kind's. What there is none of is left out.
 */
export async function includedSources(given: {
  teamId: string;
  source: Source;
}): Promise<Included> {
  const { teamId, source } = given;
  const found: Included = { sources: new Map(), pins: {} };
  let wanted = namedIn(source).includes;
  while (wanted.length > 0 && found.sources.size < mostIncludes) {
    const rows = await rowsNamed({ teamId, names: wanted });
    const next = new Set<string>();
    for (const name of wanted) {
      const row = chosen({ rows, name, kind: source.kind });
      if (!row) continue;
      const { id, revision, title, kind, template } = row;
      const dialect = dialects.find((one) => one === row.dialect) ?? null;
      const one: Source = { title, kind, dialect, text: row.text, template };
      found.sources.set(name, one);
      found.pins[name] = { id, revision, title, kind, dialect, template };
      for (const below of namedIn(one).includes) next.add(below);
    }
    wanted = [...next].filter((name) => !found.sources.has(name));
  }
  return found;
}

/** What a template names by itself, whatever its includes name. */
export function namedIn(source: Source): TemplateUse {
  const include = (title: string): Source => ({
    title: `(${title})`,
    kind: source.kind,
    dialect: null,
    text: '',
    template: false,
  });
  return templateUse({ source, include });
}

/** The team's templates in their newest revisions whose text holds a word. */
export async function templatesOf(given: {
  teamId: string;
  naming: string;
}): Promise<(Source & { id: string })[]> {
  const { teamId, naming } = given;
  const rows = await newest(
    Prisma.sql`s."teamId" = ${teamId}::uuid AND r.template AND position(${naming} in r.text) > 0`,
  );
  return rows.map(({ id, title, kind, text, template }) => {
    return { id, title, kind, dialect: null, text, template };
  });
}

/** Titles of the team's scripts: what `urls.scripts` can name. */
export async function scriptTitles(given: { teamId: string }): Promise<string[]> {
  const { teamId } = given;
  const rows = await db().script.findMany({ where: { teamId }, select: { title: true } });
  return rows.map(({ title }) => title);
}

async function rowsNamed(given: { teamId: string; names: string[] }): Promise<Row[]> {
  const titles = given.names.flatMap((name) => [name, withoutKind(name).title]);
  return newest(
    Prisma.sql`s."teamId" = ${given.teamId}::uuid AND s.title IN (${Prisma.join(titles)})`,
  );
}

async function newest(where: Prisma.Sql): Promise<Row[]> {
  return db().$queryRaw<Row[]>`
    SELECT s.id, s.kind::text AS kind, s.title, s.revision, r.text, r.template, r.dialect
    FROM "Script" s JOIN "ScriptRevision" r ON r."scriptId" = s.id AND r.number = s.revision
    WHERE ${where} ORDER BY lower(s.title), s.id`;
}

function chosen(given: { rows: Row[]; name: string; kind: ScriptKind }): Row | null {
  const { rows, name, kind } = given;
  const titled = rows.filter(({ title }) => title === name);
  const [only, ...more] = titled;
  if (only) {
    return more.length === 0 ? only : (titled.find((row) => row.kind === kind) ?? null);
  }
  const by = withoutKind(name);
  return rows.find((row) => row.kind === by.kind && row.title === by.title) ?? null;
}

function withoutKind(name: string): { kind: ScriptKind | null; title: string } {
  const [before = '', ...after] = name.split(':');
  const kind = scriptKinds.find((one) => one === before.trim());
  return kind ? { kind, title: after.join(':').trim() } : { kind: null, title: name };
}
