/** Scripts: written in the editor, kept as revisions, never lost, served byte for byte. */
import type { Page } from '@playwright/test';
import { expect, test } from '@/e2e/fixtures/test';

/** The editor's text area takes what is typed. */
function editor(page: Page) {
  return page.getByTestId('editor').getByRole('textbox');
}

async function replaceText(page: Page, text: string): Promise<void> {
  await editor(page).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  // As a paste: what is typed would be indented and its brackets closed.
  await page.keyboard.insertText(text);
}

async function writeScript(page: Page, title: string, text: string): Promise<string> {
  await page.goto('/scripts/new?kind=sub');
  await page.getByLabel('Title', { exact: true }).fill(title);
  await expect(editor(page)).toBeAttached();
  await replaceText(page, text);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/\/scripts\/sub\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

test('a script is completed while it is typed, and leaves as it came in', async ({ page, api }) => {
  await page.goto('/scripts/new?kind=sub');
  await page.getByLabel('Title', { exact: true }).fill('Typed');
  await replaceText(page, '#!ipxe\n');
  await page.keyboard.type('sanb');
  await expect(page.locator('.suggest-widget')).toContainText('sanboot');
  await page.keyboard.press('Enter');
  await page.keyboard.type(' --no-describe');
  await page.keyboard.press('ControlOrMeta+S');
  await page.waitForURL(/\/scripts\/sub\/[0-9a-f-]{36}/);
  const id = new URL(page.url()).pathname.split('/').at(-1);
  const typed = await (await api.raw(`/api/pxeboot/subscripts/${id}`)).text();
  expect(typed).toBe('#!ipxe\nsanboot --no-describe');

  const text = '#!ipxe\r\necho ${net0/mac} ${base} %20 $' + "{} 'quoted' \\ ä€😀\n\n\t# end";
  const made = await api.post<{ id: string }>('/api/pxeboot/subscripts', { title: 'Bytes', text });
  const answer = await api.raw(`/api/pxeboot/subscripts/${made.id}`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(Buffer.from(await answer.arrayBuffer()).toString('utf8')).toBe(text);
  expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
});

test('two windows on one script lose nothing', async ({ page, context, api }) => {
  const id = await writeScript(page, 'Shared', '#!ipxe\necho one\n');
  const other = await context.newPage();
  await other.goto(`/scripts/sub/${id}`);
  await expect(editor(other)).toBeAttached();
  // The second window begins to write on r1, before the first saves r2.
  await replaceText(other, '#!ipxe\necho from the second window\n');
  await replaceText(page, '#!ipxe\necho from the first window\n');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved as r2')).toBeVisible();

  await other.getByRole('button', { name: 'Save', exact: true }).click();
  const keep = other.getByRole('button', { name: 'Keep mine on top of it' });
  await expect(keep).toBeVisible();
  await other.getByRole('button', { name: 'Show what came between' }).click();
  await expect(other.getByRole('tab', { name: 'Diff from r2' })).toBeVisible();
  await expect(other.locator('.monaco-diff-editor')).toContainText('first window');
  await expect(other.locator('.monaco-diff-editor')).toContainText('second window');
  await keep.click();
  await other.getByRole('tab', { name: 'Code' }).click();
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.getByText('Saved as r3')).toBeVisible();

  const newest = await (await api.raw(`/api/pxeboot/subscripts/${id}`)).text();
  expect(newest).toContain('second window');
  const before = await api.get<{ text: string }>(`/api/pxeboot/subscripts/${id}/revisions/2`);
  expect(before.text).toContain('first window');
});

test('what is typed survives a reload, and an older revision comes back', async ({ page, api }) => {
  const id = await writeScript(page, 'Restored', '#!ipxe\necho first\n');
  await replaceText(page, '#!ipxe\necho second\n');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved as r2')).toBeVisible();

  await replaceText(page, '#!ipxe\necho a draft\n');
  await expect(page.getByText('changed here')).toBeVisible();
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(page.getByTestId('editor')).toContainText('a draft');

  const oldest = page.getByRole('listitem').filter({ hasText: /^r1/ });
  await oldest.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByTestId('editor')).toContainText('first');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved as r3')).toBeVisible();
  const text = await (await api.raw(`/api/pxeboot/subscripts/${id}`)).text();
  expect(text).toBe('#!ipxe\necho first\n');
});
