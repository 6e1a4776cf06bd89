/** Templates: what a machine would be served, with its secrets masked, before any machine asks. */
import type { Page } from '@playwright/test';
import { code, replaceText, save, writeScript } from '@/e2e/fixtures/script-page';
import { expect, test } from '@/e2e/fixtures/test';

const value = 'correct horse battery staple';

async function addSecret(page: Page, name: string): Promise<void> {
  await page.goto('/settings?tab=secrets');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Value', { exact: true }).fill(value);
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
}

test('a secret is kept, used by name, never shown, and stays while a script names it', async ({
  page,
  api,
}) => {
  await addSecret(page, 'root_password');
  await page.getByLabel('Name', { exact: true }).fill('Root-Password');
  await page.getByLabel('Value', { exact: true }).fill('x');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByText('Lower-case letters, digits and _')).toBeVisible();

  await api.post('/api/hosts', { name: 'previewed', macs: ['52:54:00:00:bb:01'] });
  await page.goto('/scripts/new?kind=kickstart');
  await page.getByLabel('This text is a template').check();
  await replaceText(page, 'rootpw --iscrypted ');
  const variables = page.getByRole('list', { name: 'Variables' });
  await variables.getByRole('button', { name: 'secrets.root_password' }).click();
  await expect(code(page)).toContainText('{{ secrets.root_password }}');
  await page.keyboard.press('End');
  await page.keyboard.insertText('\nnetwork --hostname={{ host.name }}\n# ${net0/mac} stays\n');

  await page.getByRole('tab', { name: 'Preview' }).click();
  const preview = page.getByRole('tabpanel', { name: 'Preview' });
  await preview.getByLabel('Preview as').selectOption({ label: 'previewed' });
  await expect(preview).toContainText('network --hostname=previewed');
  await expect(preview).toContainText('rootpw --iscrypted ••••••');
  await expect(preview).toContainText('# ${net0/mac} stays');
  await expect(preview).toContainText('masked here: secrets.root_password');
  await expect(preview).toContainText('the text as typed here, not saved yet');
  expect(await page.content()).not.toContain(value);

  await page.getByLabel('Title', { exact: true }).fill('With a secret');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/\/scripts\/kickstart\/[0-9a-f-]{36}/);
  await page.goto('/settings?tab=secrets');
  const row = page.getByRole('row').filter({ hasText: 'root_password' });
  await expect(row.getByRole('link', { name: 'With a secret' })).toBeVisible();
  expect(await page.content()).not.toContain(value);
  await row.getByRole('button', { name: 'Delete root_password' }).click();
  const refusal = page.getByRole('dialog', { name: 'root_password is in use' });
  await expect(refusal.getByRole('link', { name: 'With a secret' })).toBeVisible();
  await refusal.getByRole('button', { name: 'Close', exact: true }).last().click();

  await row.getByRole('button', { name: 'Replace root_password' }).click();
  await page.getByLabel('New value').fill('another one');
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(page.getByText('root_password has a new value.')).toBeVisible();
});

test('a preview is of any machine, and says which text it shows', async ({ page, api }) => {
  const host = await api.post<{ id: string }>('/api/hosts', {
    name: 'previewed-too',
    macs: ['52:54:00:00:bb:02'],
  });
  const id = await writeScript(page, {
    title: 'Many machines',
    text: '#!ipxe\necho {{ host.name }} {{ host.arch }} ${net0/mac}\n',
  });
  await page.getByLabel('This text is a template').check();
  await save(page, 2);
  // The address opens it as this host.
  await page.goto(`/scripts/sub/${id}?as=${host.id}`);
  const preview = page.getByRole('tabpanel', { name: 'Preview' });
  await expect(preview.getByLabel('Preview as')).toHaveValue(host.id);
  await expect(preview).toContainText('r2, as saved');
  // Its machine has not told its architecture: that is an error, and no empty word.
  const problems = preview.getByRole('list', { name: 'Problems of the preview' });
  await expect(problems).toContainText('host.arch is not known for this host');
  await problems.getByRole('button').click();
  await expect(code(page)).toContainText('host.arch');
  await page.getByRole('tab', { name: 'Preview' }).click();
  await preview.getByLabel('Preview as').selectOption('uefi/arm64');
  await expect(preview).toContainText('arm64 ${net0/mac}');

  await preview.getByLabel('Preview as').selectOption('mac');
  await preview.getByLabel('MAC').fill('52-54-00-00-BB-02');
  await expect(problems).toContainText('host.arch is not known for this host');
});

test('an autoinstall is previewed with the files that its installer asks for', async ({ page }) => {
  await writeScript(page, {
    kind: 'kickstart',
    title: 'With companions',
    text: '#cloud-config\nautoinstall:\n  version: 1\n',
  });
  await page.getByRole('tab', { name: 'Preview' }).click();
  const preview = page.getByRole('tabpanel', { name: 'Preview' });
  await preview.getByRole('tab', { name: 'meta-data' }).click();
  await expect(preview).toContainText('instance-id:');
  await expect(preview.getByRole('tab', { name: 'vendor-data' })).toBeVisible();
});

test('a template that names what is not there is not saved, and the place is shown', async ({
  page,
}) => {
  await page.goto('/scripts/new?kind=sub');
  await page.getByLabel('Title', { exact: true }).fill('Misspelt');
  await page.getByLabel('This text is a template').check();
  await replaceText(page, '#!ipxe\necho {{ host.nmae }}\n');
  const problems = page.getByRole('list', { name: 'Problems' });
  await expect(problems.getByRole('button')).toContainText('line 2');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/Line 2, column \d+:/)).toBeVisible();
  await replaceText(page, '#!ipxe\necho {{ host.name }}\n');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/\/scripts\/sub\/[0-9a-f-]{36}/);
});
