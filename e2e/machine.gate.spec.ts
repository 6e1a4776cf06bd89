/** Never a second write by itself, and never one over data that nobody gave up. */
import { open, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@/e2e/fixtures/machine-test';
import { runProgram } from '@/e2e/lab/program';
import { makeSpeakingDisk } from '@/e2e/lab/speaking-disk';
import {
  authorise,
  createHost,
  hostEvents,
  readInstall,
  until,
  untilEnded,
  untilEvent,
} from '@/e2e/product/journey';

const mebibyte = 1024 * 1024;

test('a machine whose callback is cut after the claim never installs twice', async ({
  api,
  ready,
  newMachine,
}) => {
  test.setTimeout(12 * 60_000);
  const mac = '52:54:00:77:03:01';
  const machine = await newMachine({ name: 'cut', firmware: 'bios', macs: [mac] });
  const { id: hostId } = await createHost({
    api,
    name: 'cut',
    macs: [mac],
    profileId: ready.profileId,
  });
  await authorise({ api, hostId });
  await machine.powerOn();
  await until({
    what: 'the image is being written',
    limit: 5 * 60_000,
    look: async () => {
      const install = await readInstall({ api, hostId });
      return install?.state === 'installing' && (install.progress ?? 0) > 0.1;
    },
  });
  // The cable is pulled in the middle of the image; then somebody presses the power button.
  await machine.setLink(0, false);
  expect(await readInstall({ api, hostId })).toMatchObject({ state: 'installing' });
  await machine.powerOff();
  const marks = [0.5, 300];
  for (const at of marks) await writeMark(machine.disks[0], at);

  await machine.powerOn();
  await machine.waitForText(/cut boots its local disk/, 90_000);
  const ended = await untilEnded({ api, hostId, limit: 30_000 });
  expect(ended).toMatchObject({ state: 'failed', bootsUsed: 1 });
  expect(ended.reason).toContain('restarted in the middle');
  // And once more: nothing but a person opens the gate again.
  const seen = machine.serial.mark();
  await machine.reset();
  await machine.waitForText(/cut boots its local disk/, 90_000, seen);
  await machine.powerOff();
  for (const at of marks) await expectMark(machine.disks[0], at);
  const events = await hostEvents({ api, hostId });
  expect(events.filter(({ type }) => type === 'agent-started')).toHaveLength(1);
  expect(events.filter(({ type }) => type === 'claim')).toHaveLength(1);
});

test('a disk that holds data is refused, until a person gives it up', async ({
  api,
  ready,
  namespace,
  newMachine,
}) => {
  test.setTimeout(12 * 60_000);
  const mac = '52:54:00:77:03:02';
  const disk = join(namespace.folder, 'precious.raw');
  await makePreciousDisk(disk);
  const machine = await newMachine({
    name: 'precious',
    firmware: 'bios',
    macs: [mac],
    disks: [{ path: disk, format: 'raw' }],
  });
  const { id: hostId } = await createHost({
    api,
    name: 'precious',
    macs: [mac],
    profileId: ready.profileId,
  });
  await authorise({ api, hostId });
  await machine.powerOn();
  const refused = await untilEnded({ api, hostId, limit: 4 * 60_000 });
  expect(refused.state).toBe('failed');
  expect(refused.reason).toMatch(/photographs|ext4/);
  // It says so on its own screen too, and goes on to its own disk.
  await machine.waitForText(/photographs|ext4/, 10_000);
  await machine.waitForText(/THE OLD SYSTEM IS WHOLE/, 4 * 60_000);
  const { stdout } = await runProgram(['e2fsck', '-fn', `${disk}?offset=${mebibyte}`]);
  expect(stdout).toContain('photographs');

  await authorise({ api, hostId, overwrite: true });
  const [newest] = await hostEvents({ api, hostId });
  await machine.reset();
  const claim = await untilEvent({
    api,
    hostId,
    type: 'claim',
    after: newest?.id,
    limit: 4 * 60_000,
  });
  expect(claim.message).toContain('it holds data');
  await until({
    what: 'the image is being written',
    limit: 60_000,
    look: async () => ((await readInstall({ api, hostId }))?.progress ?? 0) > 0,
  });
});

/** A raw disk of 4 GiB that boots, says a line, and has a file system with a name in a partition. */
async function makePreciousDisk(path: string): Promise<void> {
  await makeSpeakingDisk({ path, text: 'THE OLD SYSTEM IS WHOLE' });
  await truncate(path, 4 * 1024 * mebibyte);
  const entry = Buffer.alloc(16);
  entry[0] = 0x80; // active
  entry[4] = 0x83; // Linux
  entry.writeUInt32LE(2048, 8);
  entry.writeUInt32LE(64 * 2048, 12);
  const file = await open(path, 'r+');
  await file.write(entry, 0, entry.length, 446);
  await file.close();
  const options = ['-q', '-F', '-L', 'photographs', '-E', `offset=${mebibyte}`];
  await runProgram(['mkfs.ext4', ...options, path, '64M']);
}

interface Disk {
  path: string;
  format: string;
}

const pattern = '0xa5';

/** 64 KiB of a pattern on a disk that is switched off; `at` in MiB. */
async function writeMark(disk: Disk | undefined, at: number): Promise<void> {
  await onDisk(disk, `write -P ${pattern} ${at * mebibyte} 64k`);
}

async function expectMark(disk: Disk | undefined, at: number): Promise<void> {
  const said = await onDisk(disk, `read -P ${pattern} ${at * mebibyte} 64k`);
  expect(said, `what was written at ${at} MiB is still there`).not.toContain('failed');
}

async function onDisk(disk: Disk | undefined, command: string): Promise<string> {
  if (!disk) throw new Error('The machine has no disk.');
  const { stdout } = await runProgram(['qemu-io', '-f', disk.format, '-c', command, disk.path]);
  return stdout;
}
