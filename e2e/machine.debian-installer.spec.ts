/** A foreign installer: Debian's own, by the ready sub script and preseed that every team begins with. */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@/e2e/fixtures/machine-test';
import { startPlainServer } from '@/e2e/lab/plain-server';
import type { Api } from '@/e2e/product/api';
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

async function idOf(api: Api, kind: string, title: string): Promise<string> {
  const scripts = await api.get<{ id: string; title: string }[]>(`/api/pxeboot/${kind}`);
  const found = scripts.find((script) => script.title === title);
  if (!found) throw new Error(`There is no "${title}" among the ${kind}.`);
  return found.id;
}

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
    const pre = await api.post<{ id: string }>('/api/pxeboot/preinstallscripts', {
      title: 'Say "where"',
      text: '#!/bin/sh\necho "in the installer of $(uname -s)"\n',
    });
    const profile = await createProfile({
      api,
      name: 'by debian-installer',
      subScriptId: await idOf(api, 'subscripts', 'Debian installer'),
      kickstartId: await idOf(api, 'kickstarts', 'Debian by preseed'),
      parameters: { installer: media.url, options: 'console=ttyS0,115200' },
      preScriptIds: [pre.id],
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
    expect(early.message).toBe('The installer has its answers.');
    const script = await untilEvent({ api, hostId, type: 'script-finished', limit: 60_000 });
    expect(script.data).toMatchObject({
      phase: 'pre',
      title: 'Say "where"',
      exitCode: 0,
      output: 'in the installer of Linux\n',
    });
    expect(await readInstall({ api, hostId })).toMatchObject({
      method: 'script',
      state: 'installing',
      bootsUsed: 1,
    });

    // Switched off in the middle: the one boot that was authorised is used up.
    await machine.powerOff();
    await machine.powerOn();
    await machine.waitForText(/preseeded boots its local disk/, 90_000);
    const served = (await hostEvents({ api, hostId })).filter(
      ({ type }) => type === 'kickstart-served',
    );
    expect(served.every(({ id }) => Number(id) < Number(early.id))).toBe(true);
  } finally {
    await media.stop();
  }
});
