/** What is wrong with a script is marked while it is typed, and a click goes to the place. */
import { code, replaceText, writeScript } from '@/e2e/fixtures/script-page';
import { expect, test } from '@/e2e/fixtures/test';

test('problems are listed while one types, lead to their lines, and go when they are mended', async ({
  page,
}) => {
  await page.goto('/scripts/new?kind=sub');
  await page.getByLabel('Title', { exact: true }).fill('With problems');
  await replaceText(page, `#!ipxe\n${'# a comment\n'.repeat(80)}ecoh hello\ngoto nowhere\n`);
  const problems = page.getByRole('list', { name: 'Problems' });
  const unknown = problems.getByRole('button', { name: /Error, line 82/ });
  await expect(unknown).toBeVisible();
  await expect(problems.getByRole('button', { name: /Error, line 83.*nowhere/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Home');
  await expect(code(page).getByText('ecoh')).toHaveCount(0);
  await unknown.click();
  await expect(code(page)).toContainText('ecoh hello');
  // The cursor is there: what is typed goes into that line.
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.insertText('echo hello');
  await expect(unknown).toBeHidden();

  await replaceText(page, '#!ipxe\necho hello\n');
  await expect(problems).toContainText('None that we can see.');
  await expect(page.getByText('checked', { exact: true })).toBeVisible();
});

test('a shell script is checked by the programs that the worker has', async ({ page }) => {
  await writeScript(page, {
    kind: 'post',
    title: 'Broken shell',
    text: '#!/bin/sh\nif true; then\n  echo never closed\n',
  });
  const problems = page.getByRole('list', { name: 'Problems' });
  await expect(problems.getByRole('button', { name: /^Error, line/ }).first()).toBeVisible();
});

test('the main script is not saved with an error, and its text stays', async ({ page, api }) => {
  await page.goto('/scripts?kind=main');
  await page.getByRole('row').getByRole('link', { name: 'Main script' }).click();
  await page.waitForURL(/\/scripts\/main\/[0-9a-f-]{36}/);
  await expect(page.getByLabel('This text is a template')).toBeHidden();
  const before = await (await api.raw('/api/pxeboot/mainscript')).text();
  await replaceText(page, '#!ipxe\ngoto nowhere\n');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/Line 2.*nowhere/).first()).toBeVisible();
  await expect(code(page)).toContainText('goto nowhere');
  expect(await (await api.raw('/api/pxeboot/mainscript')).text()).toBe(before);
  // The draft is given up, so that no other test begins with it.
  await page.evaluate(() => localStorage.clear());
});
