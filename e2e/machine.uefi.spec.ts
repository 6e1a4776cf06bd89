/** The same chain by UEFI's own PXE client, and a second boot from disk. */
import { expect, test } from '@/e2e/fixtures/machine-test';
import { runBySsh, waitForSsh } from '@/e2e/lab/ssh';
import {
  acceptStranger,
  authorise,
  hostEvents,
  readInstall,
  untilEnded,
  untilSeen,
} from '@/e2e/product/journey';

const host = { name: 'uefi-1', mac: '52:54:00:77:02:01', address: '10.77.0.22' };

test('a stranger by UEFI is accepted, installed, and boots its disk twice', async ({
  api,
  ready,
  namespace,
  newMachine,
}) => {
  test.setTimeout(20 * 60_000);
  const machine = await newMachine({
    name: host.name,
    firmware: 'uefi',
    macs: [host.mac],
    uuid: 'a0b1c2d3-0000-4000-8000-00000000aaaa',
    serialNumber: 'SN-4711',
  });
  await machine.powerOn();
  const stranger = await untilSeen({ api, mac: host.mac, limit: 120_000 });
  expect(stranger).toMatchObject({
    uuid: 'a0b1c2d3-0000-4000-8000-00000000aaaa',
    serial: 'SN-4711',
    platform: 'efi',
    arch: 'x86_64',
  });
  const { id: hostId } = await acceptStranger({
    api,
    mac: host.mac,
    host: { name: host.name, address: host.address, profileId: ready.profileId },
  });
  await authorise({ api, hostId });
  const ended = await untilEnded({ api, hostId, limit: 12 * 60_000 });
  expect(ended, ended.reason ?? '').toMatchObject({ state: 'installed' });

  const target = { namespace, key: ready.key, address: host.address };
  await waitForSsh({ ...target, limit: 5 * 60_000 });
  const efi = await runBySsh({ ...target, command: 'test -d /sys/firmware/efi && hostname' });
  expect(efi.stdout).toBe('uefi-1\n');

  const seen = machine.serial.mark();
  await machine.reset();
  await machine.waitForText(/uefi-1 boots its local disk/, 120_000, seen);
  await waitForSsh({ ...target, limit: 5 * 60_000 });
  expect(await readInstall({ api, hostId })).toMatchObject({ state: 'installed' });
  const started = (await hostEvents({ api, hostId })).filter(
    ({ type }) => type === 'agent-started',
  );
  expect(started).toHaveLength(1);
  const inventory = await api.get<{ firmware: string; inventory: object }>(`/api/hosts/${hostId}`);
  expect(inventory).toMatchObject({ firmware: 'uefi', inventory: { serial: 'SN-4711' } });
});
