/** The agent's Linux beside the way of an image: scripts in node, interpreters that are missing, the rescue shell. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@/e2e/fixtures/machine-test';
import { makeSpeakingDisk } from '@/e2e/lab/speaking-disk';
import {
  authorise,
  createHost,
  createProfile,
  hostEvents,
  untilEnded,
  untilEvent,
} from '@/e2e/product/journey';

test('a script in node runs in the agent; one for what is not there says so before a disk is touched', async ({
  api,
  ready,
  newMachine,
}) => {
  test.setTimeout(10 * 60_000);
  const mac = '52:54:00:77:06:01';
  const add = (title: string, text: string) =>
    api.post<{ id: string }>('/api/pxeboot/preinstallscripts', { title, text });
  const node = await add(
    'Look by node',
    [
      '#!/usr/bin/env node',
      'const { PROVISIONER_HOST_NAME: host, PROVISIONER_PARAM_RACK: rack } = process.env;',
      "console.log('node', process.version, 'on', host, 'in rack', rack);",
      "console.log('memory:', require('node:os').totalmem() > 5e8);",
      '',
    ].join('\n'),
  );
  const ruby = await add('Look by ruby', '#!/usr/bin/env ruby\nputs 1\n');
  const profile = await createProfile({
    api,
    name: 'scripts of the agent',
    imageId: ready.imageId,
    parameters: { rack: 'r7' },
    preScriptIds: [node.id, ruby.id],
  });
  const { id: hostId } = await createHost({
    api,
    name: 'scripted',
    macs: [mac],
    profileId: profile.id,
  });
  const machine = await newMachine({ name: 'scripted', firmware: 'bios', macs: [mac] });
  await authorise({ api, hostId });
  await machine.powerOn();
  await machine.waitForText(/fetching the server's/, 4 * 60_000);
  const finished = await untilEvent({ api, hostId, type: 'script-finished', limit: 3 * 60_000 });
  expect(finished.data).toMatchObject({
    phase: 'pre',
    title: 'Look by node',
    exitCode: 0,
    output: `node ${process.version} on scripted in rack r7\nmemory: true\n`,
  });
  const ended = await untilEnded({ api, hostId, limit: 60_000 });
  expect(ended.state).toBe('failed');
  expect(ended.reason).toMatch(
    /^The pre-install script "Look by ruby" wants ruby, which is not in the agent\. It has sh, bash, python3, awk\.$/,
  );
  await machine.waitForText(/wants ruby, which is not in the agent/, 10_000);
  const events = await hostEvents({ api, hostId });
  expect(events.filter(({ type }) => type === 'claim')).toEqual([]);
});

test('a rescue shell opens once on the console, and touches no disk', async ({
  api,
  ready,
  namespace,
  newMachine,
}) => {
  test.setTimeout(10 * 60_000);
  expect(ready.imageId).toBeTruthy();
  const mac = '52:54:00:77:06:02';
  const disk = join(namespace.folder, 'untouched.raw');
  await makeSpeakingDisk({ path: disk, text: 'THE LOCAL DISK IS WHOLE' });
  const before = createHash('sha256')
    .update(await readFile(disk))
    .digest('hex');
  const machine = await newMachine({
    name: 'rescued',
    firmware: 'bios',
    macs: [mac],
    disks: [{ path: disk, format: 'raw' }],
  });
  const { id: hostId } = await createHost({ api, name: 'rescued', macs: [mac] });
  await api.post(`/api/hosts/${hostId}/rescue`, {});
  await machine.powerOn();
  await machine.waitForText(/Rescue shell of the provisioner on ttyS0/, 4 * 60_000);
  await machine.waitForText(/has the address 10\.77\.0\.\d+/, 60_000);
  machine.serial.type(
    'echo "mounted from disks: $(grep -c ^/dev/ /proc/mounts), $(lsblk -ndo SIZE /dev/sda /dev/vda 2>/dev/null)"\n',
  );
  await machine.waitForText(/mounted from disks: 0, +1M/, 60_000);
  // Whoever leaves the shell gets another one.
  const seen = machine.serial.mark();
  machine.serial.type('exit\n');
  await machine.waitForText(/Rescue shell of the provisioner on ttyS0/, 30_000, seen);
  machine.serial.type('reboot\n');
  await machine.waitForText(/rescued boots its local disk/, 90_000, seen);
  await machine.waitForText(/THE LOCAL DISK IS WHOLE/, 30_000, seen);
  await machine.powerOff();
  const after = createHash('sha256')
    .update(await readFile(disk))
    .digest('hex');
  expect(after).toBe(before);
});
