/** What a template uses, read without rendering it. */
import { analyzeSync, type Template, Variable } from 'liquidjs';
import { Engine } from './engine';
import { exampleVariables } from './example';
import { bounded } from './limits';
import type { Problem, Source } from './schema';
import { unknownVariable } from './scope';
import { problemOf } from './trouble';

export interface TemplateUse {
  /** Paths as the template writes them, such as `host.params.disk`. */
  variables: string[];
  /** Names of the secrets that it may read. */
  secrets: string[];
  /** What it includes, at any depth, as the templates name them: `Title` or `kind:Title`. */
  includes: string[];
  /** Titles that it takes the address of, by `urls.scripts['Title']`. */
  scripts: string[];
  problems: Problem[];
}

interface Path {
  segments: (string | number | null)[];
  text: string;
  place: { line: number; column: number; title: string };
}

/**
 * What a script uses, and what is wrong with it before there are values: it
 * cannot be parsed, includes what is not there or leads back, or names a
 * variable that there is none of. A script that is no template uses nothing.
 */
export function templateUse(given: {
  source: Source;
  include: (title: string) => Source | null;
  /** What there is to name; left out, any name is taken for one. */
  known?: { secrets: string[]; scripts: string[] };
}): TemplateUse {
  const { source, include, known } = given;
  const use: TemplateUse = { variables: [], secrets: [], includes: [], scripts: [], problems: [] };
  if (!source.template) return use;
  const engine = new Engine({ source, include });
  try {
    const paths = bounded(() => pathsOf(engine.read(), source.title));
    use.variables = [...new Set(paths.map(({ text }) => text))].sort();
    use.secrets = namesBelow(paths, ['secrets']);
    use.scripts = namesBelow(paths, ['urls', 'scripts']);
    use.problems = paths.flatMap(({ segments, place }) => {
      const message = pathProblem(segments) ?? nameProblem(segments, known);
      return message ? [{ message, ...place }] : [];
    });
  } catch (error) {
    use.problems = [problemOf(error, { line: 1, column: 1, title: source.title })];
  }
  use.includes = engine.includes;
  return use;
}

/** Every variable that is none of the template's own. */
function pathsOf(templates: Template[], title: string): Path[] {
  const { globals } = analyzeSync(templates);
  return Object.values(globals)
    .flat()
    .map((variable) => ({
      segments: variable.segments.map((one) => (one instanceof Variable ? null : one)),
      text: String(variable),
      place: {
        line: variable.location.row,
        column: variable.location.col,
        title: variable.location.file ?? title,
      },
    }));
}

function namesBelow(paths: Path[], below: string[]): string[] {
  const found = paths
    .filter(({ segments }) => below.every((one, at) => segments[at] === one))
    .map(({ segments }) => segments[below.length])
    .filter((one) => typeof one === 'string');
  return [...new Set(found)].sort();
}

const fieldsOf: Record<string, Record<string, unknown>> = (() => {
  const { host, profile, urls } = exampleVariables();
  return { host: { ...host }, profile: { ...profile }, urls: { ...urls } };
})();

/** Why a path names nothing, or null. Labels, parameters, secrets and titles are not known here. */
function pathProblem(segments: Path['segments']): string | null {
  const [root, field] = segments;
  if (root === 'ssh_keys') return null;
  if (root === 'secrets') {
    return typeof field === 'string' ? null : 'A secret is named by itself: secrets.NAME.';
  }
  if (root === 'given') return null;
  const fields =
    typeof root === 'string' && Object.hasOwn(fieldsOf, root) ? fieldsOf[root] : undefined;
  if (!fields) return `There is no variable ${root ?? segments.join('.')}.`;
  if (field === undefined || field === null) return null;
  if (Object.hasOwn(fields, field)) return null;
  return `${capital(unknownVariable(String(root), String(field)))}.`;
}

/** Why a secret or a script's address is of none that there is, or null. */
function nameProblem(
  [root, field, title]: Path['segments'],
  known: { secrets: string[]; scripts: string[] } | undefined,
): string | null {
  if (!known) return null;
  const secret = root === 'secrets' && typeof field === 'string' ? field : null;
  if (secret !== null && !known.secrets.includes(secret)) {
    return `${capital(unknownVariable('secrets', secret))}.`;
  }
  const script = root === 'urls' && field === 'scripts' && typeof title === 'string' ? title : null;
  if (script !== null && !known.scripts.includes(script)) {
    return `${capital(unknownVariable('urls.scripts', script))}.`;
  }
  return null;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
