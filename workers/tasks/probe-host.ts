/** Asks a host that has just been installed whether its SSH answers. */
import { probeSsh } from '@/lib/hosts/installs/ssh-probe';
import { recordSshAnswer } from '@/lib/hosts/installs/upkeep/mutations';
import type { TaskContext, TaskPayload } from '@/lib/jobs/tasks';

export async function run(
  { installId, address }: TaskPayload<'probe-host'>,
  { signal }: TaskContext,
): Promise<void> {
  const answer = await probeSsh({ address, signal });
  signal.throwIfAborted();
  await recordSshAnswer({ installId, address, answer });
}
