/** What a text must be before it is kept: a script of its kind that can be served. */
import type { Actor } from '@/lib/auth/actor';
import { invalid } from '@/lib/core/errors';
import { publishedCapabilities, readScript } from './data';
import { checkScript } from './lint/check';
import type { Capabilities } from './lint/ipxe/capabilities';
import { brokenMainScript } from './refusals';
import {
  type Dialect,
  guessDialect,
  kindFacts,
  mainTextProblem,
  type NewScript,
  type ScriptChange,
  type ScriptDetail,
  type ScriptKind,
} from './schema';
import { demandTemplate } from './template/check';
import type { Source } from './template/schema';
import { demandUnnamed } from './uses/data';

/** How a script is read: what a revision keeps beside its text. */
export interface Reading {
  template: boolean;
  dialect: Dialect | null;
}

/** How a new script is read where its author left it open. */
export function readingOf(given: { kind: ScriptKind; input: NewScript }): Reading {
  const { kind, input } = given;
  const dialect = kind === 'kickstart' ? (input.dialect ?? guessDialect(input.text)) : null;
  return { template: input.template ?? false, dialect };
}

/** What a change makes of a revision. */
export function changed(
  script: Pick<ScriptDetail, 'text' | 'template' | 'dialect'>,
  change: ScriptChange,
): Reading & { text: string } {
  return {
    text: change.text ?? script.text,
    template: change.template ?? script.template,
    dialect: change.dialect ?? script.dialect,
  };
}

/** Throws where a new script could not be served as what it says it is. */
export async function demandSound(given: {
  actor: Actor;
  kind: ScriptKind;
  input: NewScript;
}): Promise<void> {
  const { actor, kind, input } = given;
  demandDialectFits({ kind, dialect: input.dialect });
  const { title, text } = input;
  await demandServable({ actor, kind, title, text, ...readingOf({ kind, input }) });
}

/**
 * Throws where a change would leave a script that cannot be served, or others
 * without the one that they name. Before the transaction of the save, which
 * holds one of few connections.
 */
export async function demandChangeable(given: {
  actor: Actor;
  kind: ScriptKind;
  id: string;
  change: ScriptChange;
}): Promise<void> {
  const { actor, kind, id, change } = given;
  demandDialectFits({ kind, dialect: change.dialect });
  const { text, template, dialect } = change;
  const retitled = kind !== 'main' && change.title !== undefined;
  const reread = text !== undefined || template !== undefined || dialect !== undefined;
  if (!retitled && !reread) return;
  const script = await readScript({ actor, kind, id });
  const title = change.title ?? script.title;
  if (reread) await demandServable({ actor, kind, title, ...changed(script, change) });
  if (retitled && title !== script.title) {
    await demandUnnamed({ id, kind, title: script.title, teamId: actor.teamId });
  }
}

async function demandServable(given: Source & { actor: Actor }): Promise<void> {
  const { actor, ...source } = given;
  if (source.kind === 'main') demandMainScript(source, await publishedCapabilities());
  await demandTemplate({ teamId: actor.teamId, source });
}

/** Bootloaders carry the main script, and know nothing of hosts. */
function demandMainScript({ text, template }: Source, capabilities: Capabilities | null): void {
  const problem = mainTextProblem(text);
  if (problem) throw invalid('text', problem);
  if (template) {
    const message = 'The main script is the same for every machine: it cannot be a template.';
    throw invalid('template', message);
  }
  const findings = checkScript({ kind: 'main', text, capabilities });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw brokenMainScript(errors);
}

/** Only answer files have a dialect. */
function demandDialectFits(given: { kind: ScriptKind; dialect?: Dialect }): void {
  const { kind, dialect } = given;
  if (!dialect || kind === 'kickstart') return;
  throw invalid('dialect', `A ${kindFacts[kind].noun} has no dialect: only kickstarts do.`);
}
