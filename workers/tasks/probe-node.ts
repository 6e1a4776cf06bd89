/** Knocks at the systems that have registered: at one when it is asked for, at all every few minutes. */

import { greetedBySsh } from '@/lib/hosts/installs/ssh-probe';
import { nodesToProbe } from '@/lib/hosts/local-nodes/data';
import { recordFinding } from '@/lib/hosts/local-nodes/mutations';
import { probeNodes } from '@/lib/hosts/local-nodes/probing';
import type { TaskContext, TaskPayload } from '@/lib/jobs/tasks';

/** A thousand systems that are all switched off take less than two minutes. */
const atOnce = 32;
/** Milliseconds. */
const patience = 3_000;

export async function run(
  { nodeId }: TaskPayload<'probe-node'>,
  { signal }: TaskContext,
): Promise<void> {
  await probeNodes({
    nodes: await nodesToProbe({ nodeId }),
    atOnce,
    ask: (address) => greetedBySsh({ address, signal, patience }),
    onFinding: (finding) => recordFinding({ finding }),
    signal,
  });
}
