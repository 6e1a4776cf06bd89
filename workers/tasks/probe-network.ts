/**
 * Asks who else serves DHCP on the interfaces named, or on all that could
 * serve machines; and on the one that we serve, whether a firmware gets its
 * file from us by TFTP.
 */

import { recordEvents } from '@/lib/core/events';
import type { TaskContext, TaskPayload } from '@/lib/jobs/tasks';
import { networkSettings } from '@/lib/network/data';
import { askForDhcpServers } from '@/lib/network/dhcp-probe';
import { canServe, servingAddress } from '@/lib/network/interfaces';
import { checkTftp } from '@/lib/network/tftp-check';
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
  const { interface: ours, tftp } = await networkSettings();
  const address = servingAddress(asked.find(({ name }) => tftp.enabled && name === ours))?.address;
  if (address) await noteTftp(address);
}

async function noteTftp(address: string): Promise<void> {
  const check = await checkTftp({ address, file: 'autoexec.ipxe' });
  await recordEvents([
    check.ok
      ? {
          source: 'service',
          type: 'tftp-answers',
          message: `TFTP answers on ${address}: ${check.bytes} bytes in ${check.milliseconds} ms.`,
        }
      : {
          source: 'service',
          type: 'tftp-check-failed',
          message: `TFTP does not answer on ${address}: ${check.reason}`,
        },
  ]);
}
