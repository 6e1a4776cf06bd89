/** A person signs in, writes a script, registers a host, presses install, and watches a real machine by BIOS. */
import { expect, test } from '@/e2e/fixtures/machine-test';
import { runBySsh, waitForSsh } from '@/e2e/lab/ssh';
import { hostEvents, readInstall, until } from '@/e2e/product/journey';
import type { LocalNodeView } from '@/lib/hosts/local-nodes/schema';
import type { ProfileDetail } from '@/lib/hosts/profiles/schema';

const host = { name: 'bios-1', mac: '52:54:00:77:01:01', address: '10.77.0.21' };

test('a blank disk becomes a host before the eyes of the person who asked for it', async ({
  page,
  api,
  ready,
  namespace,
  newMachine,
}) => {
  test.setTimeout(20 * 60_000);
  const machine = await newMachine({ name: host.name, firmware: 'bios', macs: [host.mac] });

  await page.goto('/scripts/new?kind=post');
  await page.getByLabel('Title', { exact: true }).fill('Leave a mark');
  await page.getByTestId('editor').getByRole('textbox').focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(
    '#!/bin/bash\nset -eu\necho "marked $PROVISIONER_HOST_NAME" | tee /etc/mark\n',
  );
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/\/scripts\/post\/[0-9a-f-]{36}/);

  await page.goto('/profiles/new');
  await page.getByLabel('Name', { exact: true }).fill('watched');
  await page.getByLabel('Image').selectOption(ready.imageId);
  await page.getByLabel('Add to post-install scripts').selectOption({ label: 'Leave a mark' });
  await page.getByRole('button', { name: 'Create the profile' }).click();
  await page.waitForURL(/\/profiles\/[0-9a-f-]{36}/);
  // A second one in node, which the image does not have: the agent brings it.
  const profile = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const { postScripts } = await api.get<ProfileDetail>(`/api/profiles/${profile}`);
  const node = await api.post<{ id: string }>('/api/pxeboot/postinstallscripts', {
    title: 'Mark by node',
    text: "#!/usr/bin/env node\nrequire('fs').appendFileSync('/etc/mark', 'by node ' + process.version);\n",
  });
  const postScriptIds = [...postScripts.map(({ id }) => id), node.id];
  await api.patch(`/api/profiles/${profile}`, { postScriptIds });

  await page.goto('/hosts?add=1');
  await page.getByLabel('Name', { exact: true }).fill(host.name);
  await page.getByLabel('MAC addresses').fill(host.mac);
  await page.getByLabel('Address', { exact: true }).fill(host.address);
  await page.getByRole('dialog').getByLabel('Profile').selectOption({ label: 'watched' });
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.waitForURL(/\/hosts\/[0-9a-f-]{36}/);
  const hostId = new URL(page.url()).pathname.split('/').at(-1) ?? '';

  await page.getByRole('button', { name: 'Install', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Install', exact: true }).click();
  await expect(page.getByTestId('install-sentence')).toContainText('is authorised');
  // From here on the page is only looked at: it follows by itself.
  await machine.powerOn();
  const timeline = page.getByTestId('timeline').first();
  const shows = (text: string | RegExp, limit: number) =>
    expect(timeline.getByText(text).first()).toBeVisible({ timeout: limit });
  await shows(/DISCOVER/i, 60_000);
  await shows(/Inventory: /, 120_000);
  await shows(/is claimed for the image/, 60_000);
  await expect(page.getByRole('progressbar').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('install-sentence')).toContainText(/MB\/s/, { timeout: 60_000 });
  await shows(/checksum good/, 6 * 60_000);
  await shows('Post-install "Leave a mark": exit 0', 120_000);
  await shows('Post-install "Mark by node": exit 0', 120_000);
  await shows(/The installation is finished/, 120_000);
  await expect(page.getByTestId('install-sentence')).toContainText('installed');
  await shows(/The new system is up/, 4 * 60_000);
  await shows(/SSH answers at 10\.77\.0\.21/, 60_000);

  const target = { namespace, key: ready.key, address: host.address };
  await waitForSsh({ ...target, limit: 60_000 });
  const mark = await runBySsh({ ...target, command: 'hostname; cat /etc/mark' });
  expect(mark.stdout).toBe(`bios-1\nmarked bios-1\nby node ${process.version}`);
  const size = await runBySsh({ ...target, command: 'df --output=size -BM / | tail -1' });
  expect(Number.parseInt(size.stdout, 10), 'the partition has grown').toBeGreaterThan(3000);

  // The new system has told where it is, and is knocked at.
  const reached = await until({
    what: 'the new system is a node that can be reached',
    limit: 60_000,
    every: 2_000,
    look: async () => {
      const nodes = await api.get<LocalNodeView[]>('/api/localnodes');
      const found = nodes.find((one) => one.name === host.name);
      // It may have been asked before its SSH was up; the next time by itself is minutes away.
      if (found && !found.reachable) await api.post(`/api/localnodes/${found.id}/probe`, {});
      return found?.reachable && found;
    },
  });
  expect(reached).toMatchObject({ address: host.address, host: { id: hostId } });
  expect(reached.sshHostKeys.join()).toContain('SHA256:');

  // The second boot asks us first, and gets its own disk.
  const boots = (await readInstall({ api, hostId }))?.bootsUsed;
  const bootId = await runBySsh({ ...target, command: 'cat /proc/sys/kernel/random/boot_id' });
  const seen = machine.serial.mark();
  await machine.reset();
  await machine.waitForText(/bios-1 boots its local disk/, 60_000, seen);
  await waitForSsh({ ...target, limit: 4 * 60_000 });
  const again = await runBySsh({ ...target, command: 'cat /proc/sys/kernel/random/boot_id' });
  expect(again.stdout).not.toBe(bootId.stdout);
  const install = await readInstall({ api, hostId });
  expect(install).toMatchObject({ state: 'installed', bootsUsed: boots });
  const events = await hostEvents({ api, hostId });
  expect(events.filter(({ type }) => type === 'agent-started')).toHaveLength(1);
});
