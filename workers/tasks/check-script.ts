/** Has the programs that know a language look at texts in it; none of them is run. */
import type { TaskContext, TaskPayload } from '@/lib/jobs/tasks';
import { checkProgram } from '@/lib/scripts/lint/programs/run';

export async function run(
  { programs }: TaskPayload<'check-script'>,
  { signal }: TaskContext,
): Promise<object> {
  const findings = [];
  for (const program of programs) findings.push(...(await checkProgram({ program, signal })));
  return { findings };
}
