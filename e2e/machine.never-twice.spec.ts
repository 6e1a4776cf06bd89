/** Whatever is lost on the way, a disk is written once for one wish of a person. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@/e2e/fixtures/machine-test';
import { expectKeptAtReset, expectOneWrite, markedProfile, readMark } from '@/e2e/fixtures/marked';
import { makeSpeakingDisk } from '@/e2e/lab/speaking-disk';
import { authorise, createHost, readInstall, until, untilServing } from '@/e2e/product/journey';

test('an end that nobody heard of, and a machine that asks the network first for ever', async ({
  api,
  ready,
  namespace,
  newMachine,
}) => {
  test.setTimeout(20 * 60_000);
  const name = 'unheard';
  const mac = '52:54:00:77:0a:01';
  const address = '10.77.0.51';
  const machine = await newMachine({ name, firmware: 'bios', macs: [mac] });
  const profileId = await markedProfile({ api, ready });
  const { id: hostId } = await createHost({ api, name, macs: [mac], address, profileId });
  await authorise({ api, hostId });
  await machine.powerOn();
  await until({
    what: 'the post-install script is at work',
    limit: 8 * 60_000,
    look: async () => (await readInstall({ api, hostId }))?.step?.includes('post-install'),
  });
  // From here on nothing that the machine says arrives.
  await machine.setLink(0, false);
  await machine.waitForText(/All done: unheard is installed/, 90_000);
  expect(await readInstall({ api, hostId })).toMatchObject({ state: 'installing', bootsUsed: 1 });
  await machine.powerOff();

  await machine.powerOn();
  await machine.setLink(0, true);
  await machine.waitForText(/unheard boots its local disk/, 120_000);
  const target = { namespace, key: ready.key, address };
  const mark = await readMark(target);
  // The new system has spoken for itself: it is installed after all.
  await until({
    what: 'the install is known to have ended well',
    limit: 60_000,
    look: async () => (await readInstall({ api, hostId }))?.state === 'installed',
  });
  for (let turn = 0; turn < 3; turn += 1) {
    await expectKeptAtReset({ machine, host: name, target, mark });
  }
  await expectOneWrite({ api, hostId });
});

test('while the store is away a machine that may install boots its disk', async ({
  api,
  ready,
  namespace,
  product,
  newMachine,
}) => {
  test.setTimeout(10 * 60_000);
  const mac = '52:54:00:77:0a:02';
  const disk = join(namespace.folder, 'kept.raw');
  await makeSpeakingDisk({ path: disk, text: 'THIS DISK IS AS IT WAS' });
  const before = await hashOf(disk);
  const machine = await newMachine({
    name: 'storeless',
    firmware: 'bios',
    macs: [mac],
    disks: [{ path: disk, format: 'raw' }],
  });
  const { id: hostId } = await createHost({
    api,
    name: 'storeless',
    macs: [mac],
    profileId: ready.profileId,
  });
  await authorise({ api, hostId, overwrite: true });
  const goOn = product.halt('postgres');
  try {
    await machine.powerOn();
    await machine.waitForText(/storeless boots its local disk/, 120_000);
    await machine.waitForText(/THIS DISK IS AS IT WAS/, 30_000);
  } finally {
    goOn();
  }
  await machine.powerOff();
  expect(await hashOf(disk)).toBe(before);
  await product.untilHealthy(60_000);
  await untilServing({ api });
  // What the store counted too late is given back: the wish is whole.
  await until({
    what: 'no boot of the install is counted',
    limit: 30_000,
    look: async () => {
      const install = await readInstall({ api, hostId });
      return install?.state === 'authorised' && install.bootsUsed === 0;
    },
  });
  await api.delete(`/api/hosts/${hostId}/install`);
});

async function hashOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
