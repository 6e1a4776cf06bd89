/** Hosts: strangers taken in by the dozen, labels, what a machine would get and why, a rescue boot. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@/e2e/fixtures/test';
import type { Api } from '@/e2e/product/api';

/** A machine that asks how to boot, as its iPXE does. */
async function bootStranger(base: string, mac: string): Promise<void> {
  const query = new URLSearchParams({ mac, platform: 'efi', arch: 'x86_64', serial: `S-${mac}` });
  const answer = await fetch(`${base}/api/pxeboot/boot?${query}`);
  expect(answer.status, 'a stranger gets no script').toBe(404);
}

async function makeProfile(api: Api, profile: { name: string; rules?: object[] }): Promise<string> {
  const script = await api.post<{ id: string }>('/api/pxeboot/subscripts', {
    title: `Installer of ${profile.name}`,
    text: '#!ipxe\nkernel http://10.77.0.1/linux quiet || exit 1\nboot\n',
  });
  const made = await api.post<{ id: string }>('/api/profiles', {
    ...profile,
    subScriptId: script.id,
  });
  return made.id;
}

function rowOf(page: Page, text: string): Locator {
  return page.getByRole('row').filter({ hasText: text });
}

test('strangers become hosts together, labelled, and a rule gives them their profile', async ({
  page,
  api,
  product,
}) => {
  await makeProfile(api, { name: 'racked', rules: [{ label: 'rack=s1' }] });
  const macs = ['52:54:00:5e:00:01', '52:54:00:5e:00:02', '52:54:00:5e:00:03'];
  for (const mac of macs) await bootStranger(product.base, mac);

  await page.goto('/hosts');
  for (const mac of macs.slice(0, 2)) await page.getByLabel(`Choose ${mac}`).check();
  await page.getByRole('button', { name: 'Accept 2…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Names').fill('taken-{n}');
  await dialog.getByLabel('Labels').fill('rack=s1\nrole=worker');
  await dialog.getByRole('button', { name: 'Accept 2', exact: true }).click();
  await expect(page.getByText('2 accepted')).toBeVisible();
  for (const name of ['taken-1', 'taken-2']) {
    const row = rowOf(page, name);
    await expect(row).toContainText('racked');
    await expect(row).toContainText('by rule');
    await expect(row.getByRole('link', { name: 'rack=s1' })).toBeVisible();
  }

  // The third is rejected, stays so when it boots again, and is brought back.
  const third = macs[2] ?? '';
  await page.getByLabel(`Choose ${third}`).check();
  await page.getByRole('button', { name: 'Reject' }).click();
  const fold = page.locator('summary').filter({ hasText: '1 rejected' });
  await expect(fold).toBeVisible();
  await expect(page.getByText('No machine waits')).toBeVisible();
  await bootStranger(product.base, third);
  await fold.click();
  await page.getByLabel(`Choose ${third}`).check();
  await page.getByRole('button', { name: 'Label…' }).click();
  await dialog.getByLabel('Set').fill('rack=s1');
  await dialog.getByRole('button', { name: 'Label', exact: true }).click();
  await expect(rowOf(page, third)).toContainText('rack=s1');
  await expect(rowOf(page, third), 'what its labels would give it').toContainText('racked');
  await page.getByLabel(`Choose ${third}`).check();
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('1 machine waits to be accepted')).toBeVisible();
  await api.delete(`/api/machines/${third}`);
});

test('a list is narrowed by its labels, acted on, and taken along as CSV', async ({
  page,
  api,
}) => {
  for (const [name, mac, labels] of [
    ['listed-1', '52:54:00:5e:01:01', { rack: 'l1' }],
    ['listed-2', '52:54:00:5e:01:02', { rack: 'l1', role: 'db' }],
    ['listed-3', '52:54:00:5e:01:03', { rack: 'l2' }],
  ] as const) {
    await api.post('/api/hosts', { name, macs: [mac], labels });
  }
  await page.goto('/hosts');
  await page.getByRole('searchbox', { name: 'Label' }).fill('rack=l1');
  await page.keyboard.press('Enter');
  await page.waitForURL(/label=rack%3Dl1/);
  await expect(rowOf(page, 'listed-3')).toBeHidden();
  await expect(rowOf(page, 'listed-2')).toBeVisible();
  await page.reload();
  await expect(rowOf(page, 'listed-1')).toBeVisible();
  await expect(rowOf(page, 'listed-3')).toBeHidden();

  await page.getByRole('link', { name: /^Name/ }).click();
  await page.waitForURL(/order=desc/);
  await expect(rowOf(page, 'listed-').first()).toContainText('listed-2');

  await page.getByLabel('Choose all on this page').check();
  await page.getByRole('button', { name: 'Label…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Set').fill('Bad Name=x');
  await dialog.getByRole('button', { name: 'Label', exact: true }).click();
  await expect(dialog.locator('#labels-note')).toHaveClass(/danger/);
  await dialog.getByLabel('Set').fill('site=north');
  await dialog.getByLabel('Take away').fill('role');
  await dialog.getByRole('button', { name: 'Label', exact: true }).click();
  await expect(rowOf(page, 'listed-2')).toContainText('site=north');
  await expect(rowOf(page, 'listed-2')).not.toContainText('role=db');

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as CSV' }).click();
  const csv = readFileSync(await (await downloading).path(), 'utf8').split('\r\n');
  expect(csv).toHaveLength(4);
  expect(csv[1]).toMatch(/^listed-2,.*,rack=l1 site=north,$/);
});

test('what a machine would get is told with what won and what lost', async ({ page, api }) => {
  await makeProfile(api, { name: 'by-card', rules: [{ macPrefix: '52:54:00:5e:02' }] });
  await makeProfile(api, { name: 'by-maker', rules: [{ macPrefix: '52:54:00:5e' }] });
  await api.post('/api/hosts', { name: 'asked-for', macs: ['52:54:00:5e:02:01'] });

  await page.goto('/');
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('what would');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/hosts/explain');
  await page.getByLabel('MAC address').fill('5254.005e.0201');
  await page.getByLabel('Firmware').selectOption('bios');
  await page.getByRole('button', { name: 'Explain' }).click();
  await page.waitForURL(/mac=5254.005e.0201/);
  const now = page.getByRole('list', { name: 'If it booted now' });
  await expect(now).toContainText('asked-for');
  await expect(now, 'as a BIOS does it').toContainText('iPXE boots the first disk');
  const reason = (outcome: string, text: string) =>
    now.locator(`[data-outcome=${outcome}]`).filter({ hasText: text });
  await expect(reason('won', 'by-card')).toBeVisible();
  await expect(reason('lost', 'by-maker')).toContainText('"by-card" comes before it');
  await expect(reason('lost', 'No install is authorised')).toBeVisible();
  const then = page.getByRole('list', { name: 'If an install were authorised' });
  await expect(then).toContainText('http://10.77.0.1/linux quiet');

  // A machine that was never seen, by its firmware alone.
  await page.goto('/hosts/explain?firmware=uefi&arch=x86_64');
  await expect(page.getByText('No host of this team is known')).toBeVisible();
  await expect(reason('won', 'the machine is a stranger')).toBeVisible();

  await page.goto('/hosts/explain?mac=nonsense');
  await expect(page.locator('#mac-note')).toHaveClass(/danger/);
});

test('a rescue boot is ordered, taken back, ordered again and given once', async ({
  page,
  api,
  product,
}) => {
  const mac = '52:54:00:5e:03:01';
  const { id } = await api.post<{ id: string }>('/api/hosts', { name: 'in-need', macs: [mac] });
  const boot = async () =>
    (await fetch(`${product.base}/api/pxeboot/boot?mac=${mac}&platform=efi`)).text();
  const order = async () => {
    await page.getByRole('button', { name: 'Rescue boot' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('we write nothing to a disk');
    await dialog.getByRole('button', { name: 'Order it' }).click();
    await expect(page.getByTestId('rescue-sentence')).toContainText('Rescue shell');
  };
  await page.goto(`/hosts/${id}`);
  await order();
  await page.getByRole('button', { name: 'Cancel the rescue boot' }).click();
  await expect(page.getByTestId('rescue-sentence')).toBeHidden();
  expect(await boot()).not.toContain('shell');

  await order();
  expect(await boot()).toContain('shell');
  // The page follows by itself.
  await expect(page.getByTestId('rescue-sentence')).toBeHidden();
  expect(await boot()).not.toContain('shell');
});

test('systems that registered themselves are listed with why they do not answer', async ({
  page,
  api,
}) => {
  await page.goto('/hosts/nodes');
  await expect(page.getByText('No node has registered')).toBeVisible();
  // Nobody listens there: the address is this machine's own.
  await api.post('/api/localnodes', { name: 'far-away', address: '10.77.0.1' });
  const row = rowOf(page, 'far-away');
  await expect(row).toContainText('10.77.0.1');
  await expect(row).toContainText('does not answer');
  await row.getByRole('button', { name: 'Check far-away now' }).click();
  await expect(row.getByText('does not answer')).toBeVisible();
  await row.getByRole('button', { name: 'Remove far-away' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(row).toBeHidden();
});

test('many hosts are installed after one question that names them', async ({ page, api }) => {
  await makeProfile(api, { name: 'many', rules: [{ label: 'rack=m1' }] });
  const make = (name: string, mac: string, labels: Record<string, string>) =>
    api.post<{ id: string }>('/api/hosts', { name, macs: [mac], labels });
  const one = await make('many-1', '52:54:00:5c:77:01', { rack: 'm1' });
  const two = await make('many-2', '52:54:00:5c:77:02', { rack: 'm1' });
  const bare = await make('many-3', '52:54:00:5c:77:03', {});
  await api.post(`/api/hosts/${two.id}/install`, {});

  await page.goto('/hosts?q=many-');
  await page.getByLabel('Choose all on this page').check();
  await page.getByRole('button', { name: 'Install 3…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toHaveAccessibleName('Install these 3 hosts?');
  const names = dialog.getByRole('list', { name: 'Hosts to install' });
  await expect(names.getByRole('listitem')).toHaveText([
    'many-1many',
    'many-2many',
    'many-3left out: it has no profile',
  ]);

  // What overwrites data is confirmed by how many hosts it is about.
  const press = dialog.getByRole('button', { name: 'Install 2', exact: true });
  await dialog.getByLabel('Overwrite disks that hold data').check();
  await expect(press).toBeDisabled();
  await dialog.getByLabel('Type “overwrite 2” to confirm').fill('overwrite 2');
  await press.click();
  await expect(page.getByText('1 install authorised')).toBeVisible();
  await expect(names).toContainText('An install of many-2 is authorised already.');
  await expect(names).not.toContainText('many-1');
  await expect(dialog).toHaveAccessibleName('Install these 2 hosts?');
  await page.keyboard.press('Escape');
  await expect(page.getByText('2 chosen')).toBeVisible();
  await expect(rowOf(page, 'many-1')).toContainText('authorised');

  const state = async ({ id }: { id: string }) =>
    (await api.get<{ install: { state: string } | null }>(`/api/hosts/${id}`)).install?.state;
  expect([await state(one), await state(two), await state(bare)]).toEqual([
    'authorised',
    'authorised',
    undefined,
  ]);
  for (const { id } of [one, two]) await api.delete(`/api/hosts/${id}/install`);
});
