/** A foreign installer: Debian's own, by a sub script of ours, with a preseed that only this install can read. */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@/e2e/fixtures/machine-test';
import { startPlainServer } from '@/e2e/lab/plain-server';
import {
  authorise,
  createHost,
  createProfile,
  hostEvents,
  readInstall,
  untilEvent,
} from '@/e2e/product/journey';

const mac = '52:54:00:77:05:01';

/** Finds what the package `debian-installer-…-netboot-amd64` brings. */
async function installerFiles(): Promise<{ kernel: string; initrd: string }> {
  const images = '/usr/lib/debian-installer/images';
  const [release] = (await readdir(images).catch(() => [])).sort().reverse();
  if (!release) {
    throw new Error(
      `There is no debian-installer in ${images}: on Debian the package debian-installer-12-netboot-amd64 brings it; other distributions have none.`,
    );
  }
  const folder = join(images, release, 'amd64/text/debian-installer/amd64');
  return { kernel: join(folder, 'linux'), initrd: join(folder, 'initrd.gz') };
}

const subScript = `#!ipxe
set media http://10.77.0.1:8080
kernel \${media}/linux initrd=initrd.gz auto=true priority=critical url=\${kickstart} hostname=\${hostname} interface=auto console=ttyS0,115200 --- quiet
initrd --name initrd.gz \${media}/initrd.gz
boot
`;

// The installer's shell is busybox: its wget can POST.
const preseed = `d-i debian-installer/locale string en_US
d-i preseed/early_command string \\
  install=$(sed -n 's!.* url=\\([^ ]*\\)/kickstart .*!\\1!p' /proc/cmdline); \\
  wget -q -O /dev/null --header 'content-type: application/json' \\
    --post-data '{"type":"step","name":"early","message":"The early command of debian-installer has run."}' \\
    "$install/events"
`;

test('debian-installer fetches its preseed, and its early command reports', async ({
  api,
  ready,
  namespace,
  newMachine,
}) => {
  test.setTimeout(10 * 60_000);
  expect(ready.profileId).toBeTruthy();
  const files = await installerFiles();
  const folder = join(namespace.folder, 'media');
  await mkdir(folder, { recursive: true });
  await copyFile(files.kernel, join(folder, 'linux'));
  await copyFile(files.initrd, join(folder, 'initrd.gz'));
  const media = await startPlainServer({ namespace, folder, port: 8080 });
  try {
    const sub = await api.post<{ id: string }>('/api/pxeboot/subscripts', {
      title: 'Debian installer',
      text: subScript,
    });
    const kickstart = await api.post<{ id: string }>('/api/pxeboot/kickstarts', {
      title: 'Early word',
      text: preseed,
    });
    const profile = await createProfile({
      api,
      name: 'by debian-installer',
      subScriptId: sub.id,
      kickstartId: kickstart.id,
    });
    const { id: hostId } = await createHost({
      api,
      name: 'preseeded',
      macs: [mac],
      profileId: profile.id,
    });
    await authorise({ api, hostId });
    const machine = await newMachine({ name: 'preseeded', firmware: 'bios', macs: [mac] });
    await machine.powerOn();
    await untilEvent({ api, hostId, type: 'kickstart-served', limit: 5 * 60_000 });
    const early = await untilEvent({ api, hostId, type: 'step', limit: 3 * 60_000 });
    expect(early.message).toBe('The early command of debian-installer has run.');
    expect(await readInstall({ api, hostId })).toMatchObject({ method: 'script', bootsUsed: 1 });

    // Switched off in the middle: the one boot that was authorised is used up.
    await machine.powerOff();
    await machine.powerOn();
    await machine.waitForText(/preseeded boots its local disk/, 90_000);
    const events = await hostEvents({ api, hostId });
    expect(events.filter(({ type }) => type === 'kickstart-served')).toHaveLength(1);
  } finally {
    await media.stop();
  }
});
