/** Everything that we know of a script's text: the one answer to who asks for a check. */
import type { Actor } from '@/lib/auth/actor';
import { templateProblems } from '../template/check';
import type { Problem, Source } from '../template/schema';
import { checkScript } from './check';
import { checkInWorker } from './in-worker';
import type { Capabilities } from './ipxe/capabilities';
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
  const [problems, told] = await Promise.all([
    templateProblems({ teamId: actor.teamId, source }),
    checkInWorker({ ...source, signal }),
  ]);
  const shellFindings = [...told, ...problems.map(findingOf)];
  return checkScript({ ...source, capabilities, shellFindings });
}

/** A template that cannot be rendered is refused when it is saved, too. */
function findingOf({ message, line, column }: Problem): Finding {
  const endColumn = column + 1;
  return { severity: 'error', rule: 'template', message, line, column, endColumn };
}
