/** Asks who else serves DHCP on the interfaces named, or on all that could serve machines. */
import type { TaskContext, TaskPayload } from '@/lib/jobs/tasks';
import { askForDhcpServers } from '@/lib/network/dhcp-probe';
import { canServe, servingAddress } from '@/lib/network/interfaces';
import { announceNow } from '../announcement';
import { keepProbe, lookAtInterfaces } from '../surroundings';

/** Interfaces asked at most; a machine with more of them is not asked through the rest. */
const most = 16;

export async function run(
  payload: TaskPayload<'probe-network'>,
  { log }: Pick<TaskContext, 'log'>,
): Promise<void> {
  const all = await lookAtInterfaces();
  const asked = all
    .filter((one) =>
      payload.interfaces
        ? payload.interfaces.includes(one.name)
        : canServe(one) && one.up && servingAddress(one) !== null,
    )
    .slice(0, most);
  await Promise.all(
    asked.map(async (one) => {
      const probe = await askForDhcpServers(one);
      keepProbe({ name: one.name, probe });
      log.info(
        { interface: one.name, servers: probe.servers, problem: probe.problem },
        'asked for DHCP servers',
      );
    }),
  );
  await announceNow();
}
