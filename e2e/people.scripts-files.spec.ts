/** Scripts that come as files or from the library, and leave as files: not a byte is altered. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { code, replaceText, save, saveNew } from '@/e2e/fixtures/script-page';
import { expect, test } from '@/e2e/fixtures/test';

/** Every byte that an editor, a form or a template engine likes to mend. */
const awkward = [
  '\ufeff#!ipxe\r\n',
  'echo ${net0/mac} {{ host.name }} {% raw %} %20 $\r\n',
  '\tquoted \'single\' "double" \\ back   \r\n',
  'ä€😀 \u00a0 \u2028 end without a newline',
].join('');

async function chooseFile(page: Page, file: { name: string; buffer: Buffer }): Promise<void> {
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Upload a file' }).click();
  await (await chosen).setFiles({ ...file, mimeType: 'application/octet-stream' });
}

async function served(
  api: { raw: (path: string) => Promise<Response> },
  path: string,
): Promise<Buffer> {
  return Buffer.from(await (await api.raw(path)).arrayBuffer());
}

test('a file is kept, served and handed back byte for byte', async ({ page, api }) => {
  const buffer = Buffer.from(awkward);
  await page.goto('/scripts/new?kind=sub');
  await chooseFile(page, { name: 'awkward.ipxe', buffer });
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue('awkward.ipxe');
  await expect(code(page)).toContainText('end without a newline');
  const id = await saveNew(page, 'sub');
  expect(await served(api, `/api/pxeboot/subscripts/${id}`)).toEqual(buffer);

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the text' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('awkward-ipxe.ipxe');
  expect(await readFile(await download.path())).toEqual(buffer);
});

test('mixed line endings are shown for reading, and kept', async ({ page, api }) => {
  const buffer = Buffer.from('#!/bin/sh\necho one\r\necho two\rthree\n');
  await page.goto('/scripts/new?kind=pre');
  await chooseFile(page, { name: 'mixed.sh', buffer });
  await expect(page.getByText('This text mixes line endings')).toBeVisible();
  const id = await saveNew(page, 'pre');
  await expect(page.getByText('This text mixes line endings')).toBeVisible();
  expect(await served(api, `/api/pxeboot/preinstallscripts/${id}`)).toEqual(buffer);
});

test('what is no text is refused with the reason, and nothing is lost', async ({ page }) => {
  await page.goto('/scripts/new?kind=post');
  await replaceText(page, '#!/bin/sh\necho typed before\n');
  const latin = Buffer.from([0x23, 0x0a, 0x63, 0x61, 0x66, 0xe9, 0x0a]);
  await chooseFile(page, { name: 'latin.sh', buffer: latin });
  await expect(page.getByText('byte 0xE9 in line 2 (offset 5)')).toBeVisible();
  await chooseFile(page, { name: 'nul.sh', buffer: Buffer.from('a\nb\0\n') });
  await expect(page.getByText('NUL character in line 2')).toBeVisible();
  await chooseFile(page, { name: 'large.sh', buffer: Buffer.alloc(1024 * 1024 + 1, 0x61) });
  await expect(page.getByText('the limit is 1048576 (1 MiB)')).toBeVisible();
  await expect(code(page)).toContainText('typed before');
});

test('what a file took the place of can be had back', async ({ page }) => {
  await page.goto('/scripts/new?kind=post');
  await replaceText(page, '#!/bin/sh\necho typed before\n');
  await chooseFile(page, {
    name: 'other.sh',
    buffer: Buffer.from('#!/bin/sh\necho from a file\n'),
  });
  await expect(page.getByText('other.sh is in the editor.')).toBeVisible();
  await expect(code(page)).toContainText('from a file');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(code(page)).toContainText('typed before');
  await expect(code(page)).not.toContainText('from a file');
});

test('a kickstart begins as one of the library, and its dialect is a choice', async ({
  page,
  api,
}) => {
  await page.goto('/scripts/new?kind=kickstart');
  await page.getByRole('button', { name: /^Debian by preseed/ }).click();
  await expect(page.getByLabel('Dialect')).toHaveValue('preseed');
  await expect(page.getByLabel('This text is a template')).toBeChecked();
  await expect(code(page)).toContainText('d-i debconf/priority select critical');

  // What was typed is not taken away without a word.
  await replaceText(page, '#cloud-config\nautoinstall:\n  version: 1\n');
  await page.getByRole('button', { name: /^Fedora by kickstart/ }).click();
  const dialog = page.getByRole('dialog', { name: /Begin with/ });
  await dialog.getByRole('button', { name: 'Keep what I typed' }).click();
  await expect(code(page)).toContainText('autoinstall:');
  await page.getByLabel('Dialect').selectOption('autoinstall');
  await page.getByLabel('Title', { exact: true }).fill('Typed autoinstall');
  const id = await saveNew(page, 'kickstart');
  const kept = await api.get<{ dialect: string }>(`/api/pxeboot/kickstarts/${id}`);
  expect(kept.dialect).toBe('autoinstall');

  // The dialect alone is a revision too.
  await page.getByLabel('Dialect').selectOption('kickstart');
  await save(page, 2);
  const changed = await api.get<{ dialect: string }>(`/api/pxeboot/kickstarts/${id}`);
  expect(changed.dialect).toBe('kickstart');
});
