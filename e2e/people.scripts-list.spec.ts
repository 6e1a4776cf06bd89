/** The list of scripts: found, sorted, chosen, deleted with reasons, taken along as CSV; the URL holds the state. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '@/e2e/fixtures/test';

async function titles(page: Page): Promise<string[]> {
  const rows = page.getByRole('row').filter({ hasText: 'Listed' });
  return rows.getByRole('link').allTextContents();
}

test('many scripts are found, sorted, and deleted but for those in use', async ({ page, api }) => {
  const post = (title: string, text: string) =>
    api.post<{ id: string }>('/api/pxeboot/subscripts', { title, text });
  const used = await post('Listed in use', '#!ipxe\necho used\n');
  await post('Listed beside', '#!ipxe\necho a longer text than the other\n');
  await post('Listed too', '#!ipxe\n');
  const profile = await api.post<{ id: string }>('/api/profiles', {
    name: 'Uses a listed one',
    subScriptId: used.id,
  });

  await page.goto('/scripts?q=Listed');
  await expect(page.getByText('3 shown')).toBeVisible();
  expect(await titles(page)).toEqual(['Listed beside', 'Listed in use', 'Listed too']);
  await page.getByRole('link', { name: /^Size/ }).click();
  await page.waitForURL('**/scripts?*sort=size*');
  await expect.poll(() => titles(page)).toEqual(['Listed too', 'Listed in use', 'Listed beside']);
  await page.reload();
  expect(await titles(page)).toEqual(['Listed too', 'Listed in use', 'Listed beside']);
  await page.getByRole('link', { name: /^Kickstarts/ }).click();
  await expect(page.getByText('Nothing holds “Listed”')).toBeVisible();
  await page.goBack();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as CSV' }).click();
  const csv = await readFile(await (await downloading).path(), 'utf8');
  expect(csv.split('\r\n')[0]).toBe(
    'title,kind,dialect,template,revision,bytes,used by,saved,author',
  );
  expect(csv).toContain('Listed in use,sub,,no,1,17,Uses a listed one,');

  await page.getByLabel('Choose all').check();
  await expect(page.getByText('3 chosen')).toBeVisible();
  await page.getByRole('button', { name: 'Delete' }).click();
  const asked = page.getByRole('dialog', { name: 'Delete these 3 scripts?' });
  await asked.getByRole('button', { name: 'Delete' }).click();
  const stays = page.getByRole('dialog', { name: '1 script stays' });
  await expect(stays.getByText('is used by the profile "Uses a listed one"')).toBeVisible();
  await stays.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(page.getByText('1 chosen')).toBeVisible();
  await expect.poll(() => titles(page)).toEqual(['Listed in use']);

  await page.getByRole('link', { name: 'Listed in use' }).click();
  await expect(page.getByRole('list', { name: 'Used by' })).toContainText('Uses a listed one');
  await api.delete(`/api/profiles/${profile.id}`);
});
