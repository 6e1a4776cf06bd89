/** Asks a worker for what only other programs know about a script. */
import { z } from 'zod';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { enqueue } from '@/lib/jobs/enqueue';
import { jobResult } from '@/lib/jobs/result';
import type { Dialect, ScriptKind } from '../schema';
import { isWorkerThere } from './data';
import { lengthLimit, programLimit, programsOf } from './programs/programs';
import { type Finding, finding } from './schema';

/** Milliseconds that an asker waits. */
const patience = 8_000;

const answer = z.object({ findings: z.array(finding) });

/**
 * What shellcheck, the shells, python3 and node say of a script and of the
 * scripts inside a kickstart. Never throws: what could not be checked now is
 * a finding that says so.
 */
export async function checkInWorker(given: {
  kind: ScriptKind;
  dialect?: Dialect | null;
  template?: boolean;
  text: string;
  signal?: AbortSignal;
}): Promise<Finding[]> {
  const programs = programsOf(given).slice(0, programLimit);
  const [first] = programs;
  if (!first) return [];
  const { line } = first;
  if (programs.reduce((sum, { text }) => sum + text.length, 0) > lengthLimit) {
    return [unchecked({ line, why: `it is longer than ${lengthLimit} characters` })];
  }
  try {
    if (!(await isWorkerThere())) return [unchecked({ line, why: 'no worker is running' })];
    const id = await enqueue('check-script', { programs });
    if (!id) return [unchecked({ line, why: 'the queue is full' })];
    const { signal } = given;
    const result = answer.safeParse(
      await jobResult({ task: 'check-script', id, timeout: patience, signal }),
    );
    if (!result.success) return [unchecked({ line, why: 'the worker has not answered in time' })];
    return given.template ? result.data.findings.filter(isGrave) : result.data.findings;
  } catch (error) {
    logger('scripts').warn({ reason: reasonOf(error) }, 'a script could not be checked');
    return [unchecked({ line, why: 'the store is away' })];
  }
}

/** In a template words stand for what is not known yet, so only what cannot be parsed counts. */
function isGrave({ severity, rule }: Finding): boolean {
  return severity === 'error' || rule === 'script/unchecked';
}

function unchecked({ line, why }: { line: number; why: string }): Finding {
  const message = `The interpreter's own check could not be made now: ${why}.`;
  return { severity: 'info', rule: 'script/unchecked', message, line, column: 1, endColumn: 2 };
}
