/** Everything that we know of a script's text: the one answer to who asks for a check. */
import type { Actor } from '@/lib/auth/actor';
import { templateProblems } from '../template/check';
import { includedSources } from '../template/data';
import type { Problem, Source } from '../template/schema';
import { checkScript } from './check';
import { checkInWorker } from './in-worker';
import type { Capabilities } from './ipxe/capabilities';
import { renderedFindings } from './rendered';
import type { Finding } from './schema';

/**
 * The findings of our checkers, of the programs that a worker has, and of
 * the template against the team's scripts and secrets; by line and column.
 * Waits for the worker some seconds, and says so where it does not answer.
 */
export async function scriptFindings(given: {
  actor: Actor;
  source: Source;
  /** Of the published bootloaders; null where none are. */
  capabilities: Capabilities | null;
  signal?: AbortSignal;
}): Promise<Finding[]> {
  const { actor, source, capabilities, signal } = given;
  const { teamId } = actor;
  const [problems, told, { sources }] = await Promise.all([
    templateProblems({ teamId, source }),
    checkInWorker({ ...source, signal }),
    includedSources({ teamId, source }),
  ]);
  const include = (title: string) => sources.get(title) ?? null;
  const rendered = problems.length > 0 ? [] : renderedFindings({ source, include });
  const shellFindings = [...told, ...problems.map(findingOf), ...rendered];
  return checkScript({ ...source, capabilities, shellFindings });
}

/** A template that cannot be rendered is refused when it is saved, too. */
function findingOf({ message, line, column }: Problem): Finding {
  const endColumn = column + 1;
  return { severity: 'error', rule: 'template', message, line, column, endColumn };
}
