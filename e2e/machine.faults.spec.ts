/** kill -9 of each part in the middle of an install: it ends well, and nothing hangs. */
import { expect, test } from '@/e2e/fixtures/machine-test';
import { expectKeptAtReset, expectOneWrite, markedProfile, readMark } from '@/e2e/fixtures/marked';
import {
  authorise,
  createHost,
  readInstall,
  until,
  untilEnded,
  untilServing,
} from '@/e2e/product/journey';
import type { Role } from '@/e2e/product/processes';

const roles: Role[] = ['web', 'worker', 'postgres', 'dnsmasq'];

for (const [index, role] of roles.entries()) {
  test(`${role} is killed in the middle of an install`, async ({
    api,
    product,
    ready,
    namespace,
    newMachine,
  }) => {
    test.setTimeout(15 * 60_000);
    const name = `fault-${role}`;
    const number = String(31 + index);
    const address = `10.77.0.${number}`;
    const mac = `52:54:00:77:04:${number}`;
    const machine = await newMachine({ name, firmware: 'bios', macs: [mac] });
    const { id: hostId } = await createHost({
      api,
      name,
      macs: [mac],
      address,
      profileId: await markedProfile({ api, ready }),
    });
    await authorise({ api, hostId });
    await machine.powerOn();
    await until({
      what: 'a tenth of the image is written',
      limit: 6 * 60_000,
      every: 100,
      look: async () => {
        const install = await readInstall({ api, hostId }).catch(() => null);
        if (install?.endedAt) throw new Error(`It ended before: ${install.state}.`);
        return install?.state === 'installing' && (install.progress ?? 0) >= 0.1;
      },
    });

    const killed = product.kill(role);
    await until({
      what: `${role} is there again`,
      limit: 60_000,
      look: async () => {
        try {
          // What the worker supervises ends with it, and comes back a little later.
          return product.pidOf(role) !== killed && product.pidOf('dnsmasq') > 0;
        } catch {
          return false;
        }
      },
    });
    await product.untilHealthy(60_000);

    const ended = await untilEnded({ api, hostId, limit: 10 * 60_000 });
    expect(ended, ended.reason ?? '').toMatchObject({ state: 'installed', bootsUsed: 1 });
    await untilServing({ api });
    const target = { namespace, key: ready.key, address };
    const mark = await readMark(target);
    await expectKeptAtReset({ machine, host: name, target, mark });
    await expectOneWrite({ api, hostId });
    // And all is as before: the next install can be asked for.
    expect(await authorise({ api, hostId })).toMatchObject({ state: 'authorised' });
    await api.delete(`/api/hosts/${hostId}/install`);
  });
}
