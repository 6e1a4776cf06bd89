/** Scripts: written in the editor, kept as revisions, never lost, served byte for byte. */
import {
  code,
  replaceText,
  revision,
  save,
  saveButton,
  saveNew,
  writeScript,
} from '@/e2e/fixtures/script-page';
import { expect, test } from '@/e2e/fixtures/test';

test('a script is completed while it is typed, and leaves as it came in', async ({ page, api }) => {
  await page.goto('/scripts/new?kind=sub');
  await page.getByLabel('Title', { exact: true }).fill('Typed');
  await replaceText(page, '#!ipxe\n');
  await page.keyboard.type('sanb');
  await expect(page.getByRole('listbox')).toContainText('sanboot');
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
  const id = await writeScript(page, { title: 'Shared', text: '#!ipxe\necho one\n' });
  const other = await context.newPage();
  await other.goto(`/scripts/sub/${id}`);
  // The second window begins to write on r1, before the first saves r2.
  await replaceText(other, '#!ipxe\necho from the second window\n');
  await replaceText(page, '#!ipxe\necho from the first window\n');
  await save(page, 2);

  await saveButton(other).click();
  const keep = other.getByRole('button', { name: 'Keep mine on top of it' });
  await expect(keep).toBeVisible();
  const diff = other.getByRole('tabpanel', { name: 'Diff' });
  await other.getByRole('button', { name: 'Show what came between' }).click();
  await expect(diff.getByLabel('Diff from')).toHaveValue('1');
  await expect(diff.getByLabel('Diff to')).toHaveValue('2');
  await expect(diff).toContainText('echo one');
  await expect(diff).toContainText('first window');
  await other.getByRole('button', { name: 'Compare with mine' }).click();
  await expect(diff).toContainText('first window');
  await expect(diff).toContainText('second window');

  await keep.click();
  await save(other, 3);
  const newest = await (await api.raw(`/api/pxeboot/subscripts/${id}`)).text();
  expect(newest).toBe('#!ipxe\necho from the second window\n');
  const before = await api.get<{ text: string }>(`/api/pxeboot/subscripts/${id}/revisions/2`);
  expect(before.text).toBe('#!ipxe\necho from the first window\n');
});

test('what is typed survives a reload, and so does what kind of text it is', async ({ page }) => {
  await writeScript(page, { kind: 'kickstart', title: 'Drafted', text: 'lang en_US.UTF-8\n' });
  await replaceText(page, 'keyboard --vckeymap=us\n');
  await page.getByLabel('Dialect').selectOption('preseed');
  await page.getByLabel('This text is a template').check();
  await page.getByLabel('What changed').fill('not done yet');
  await expect(page.getByText('changed here')).toBeVisible();
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(code(page)).toContainText('keyboard');
  await expect(page.getByLabel('Dialect')).toHaveValue('preseed');
  await expect(page.getByLabel('This text is a template')).toBeChecked();
  await expect(page.getByLabel('What changed')).toHaveValue('not done yet');
});

test('any two revisions are compared, and an older one comes back', async ({ page, api }) => {
  const id = await writeScript(page, { title: 'Restored', text: '#!ipxe\necho first\n' });
  await replaceText(page, '#!ipxe\necho second\n');
  await page.getByLabel('What changed').fill('say second');
  await save(page, 2);
  await replaceText(page, '#!ipxe\necho third\n');
  await save(page, 3);
  await expect(revision(page, 2)).toContainText('you · say second');

  await revision(page, 1).getByRole('button', { name: 'Diff r1' }).click();
  const diff = page.getByRole('tabpanel', { name: 'Diff' });
  await diff.getByLabel('Diff to').selectOption('2');
  await expect(diff).toContainText('echo first');
  await expect(diff).toContainText('echo second');
  await expect(diff).not.toContainText('echo third');

  await revision(page, 1).getByRole('button', { name: 'Restore r1' }).click();
  await expect(code(page)).toContainText('echo first');
  await save(page, 4);
  await expect(revision(page, 4)).toContainText('Restored r1');
  const text = await (await api.raw(`/api/pxeboot/subscripts/${id}`)).text();
  expect(text).toBe('#!ipxe\necho first\n');
});

test('a title that is taken is refused at its field, and the text stays', async ({ page }) => {
  await writeScript(page, { title: 'Taken', text: '#!ipxe\necho mine\n' });
  await page.goto('/scripts/new?kind=sub');
  await page.getByLabel('Title', { exact: true }).fill('Taken');
  await replaceText(page, '#!ipxe\necho the second of that name\n');
  await saveButton(page).click();
  await expect(page.getByText('There is a sub script named "Taken" already.')).toBeVisible();
  await expect(code(page)).toContainText('the second of that name');
  await page.getByLabel('Title', { exact: true }).fill('Not taken');
  await saveNew(page, 'sub');
});
