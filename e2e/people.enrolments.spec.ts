/** Enrolment tokens: made, carried by a medium, used by a machine, and revoked. */
import type { Page } from '@playwright/test';
import { expect, test } from '@/e2e/fixtures/test';

const tab = '/settings?tab=enrolments';

/** A machine that has booted from a medium with that token. */
async function boot(given: { base: string; mac: string; token: string; path?: string }) {
  const { base, mac, token, path = 'boot' } = given;
  const query = new URLSearchParams({ mac, platform: 'efi', enrolment: token });
  const answer = await fetch(`${base}/api/pxeboot/${path}?${query}`);
  return { status: answer.status, text: await answer.text() };
}

async function fits(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(over, 'the page is wider than the screen').toBeLessThanOrEqual(0);
}

test('a stick is let in by its token until somebody revokes it', async ({ page, api, product }) => {
  // Whatever other tests have left: what is shown where there are none is looked at, too.
  for (const { id } of await api.get<{ id: string }[]>('/api/enrolments')) {
    await api.delete(`/api/enrolments/${id}`);
    await api.delete(`/api/enrolments/${id}?forget=true`);
  }
  await page.goto(tab);
  await expect(page.getByText('No enrolment tokens yet')).toBeVisible();
  await expect(page.getByText('When a stick is lost, revoke its token')).toBeVisible();

  await page.getByLabel('Name').fill('Sticks of rack 4');
  await page.getByLabel('Ends by itself').selectOption('In 30 days');
  await page.getByRole('button', { name: 'Make it' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Sticks of rack 4' });
  await expect(row).toContainText('until 20');
  await expect(page.getByText('Choose it when you make a medium')).toBeVisible();

  // A second one of that name is refused beside the field.
  await page.getByLabel('Name').fill('Sticks of rack 4');
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText(/There is an enrolment token "Sticks of rack 4"/)).toBeVisible();

  const all = await api.get<{ id: string; name: string; token: string }[]>('/api/enrolments');
  const made = all.find(({ name }) => name === 'Sticks of rack 4');
  if (!made) throw new Error('no enrolment');
  const { id, token } = made;
  await row.getByTitle(`Copy ${token}`).click();
  await expect(row.getByTitle('Copied')).toBeVisible();

  await api.post('/api/isos', { base: product.base, enrolment: id, label: 'RACK4' });
  const mac = '52:54:00:77:16:21';
  expect((await boot({ base: product.base, mac, token })).status).toBe(404);
  await page.goto('/hosts');
  const stranger = page.getByRole('row').filter({ hasText: mac });
  await expect(stranger).toContainText('by the token "Sticks of rack 4"');

  await page.goto(tab);
  await expect(row.getByRole('link', { name: /RACK4/ })).toBeVisible();
  await row.getByRole('button', { name: 'Revoke Sticks of rack 4' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('link', { name: /RACK4/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(row).toContainText(/revoked 20\d\d-\d\d-\d\d/);
  const refused = await boot({ base: product.base, mac, token });
  expect(refused).toEqual({
    status: 403,
    text: expect.stringMatching(/^This medium was revoked on 20\d\d-\d\d-\d\d\.\n$/),
  });
  const why = await boot({ base: product.base, mac, token, path: 'enrolled' });
  expect(why.text).toContain(`set why ${refused.text}`);

  await page.goto('/activity');
  await expect(page.getByText(/Refused 52:54:00:77:16:21/).first()).toBeVisible();

  await page.goto(tab);
  await row.getByRole('button', { name: 'Delete Sticks of rack 4' }).click();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(row).toHaveCount(0);
  await api.delete(`/api/machines/${mac}`);
});

test('at 360 pixels nothing sticks out, and all can be done', async ({ page, api }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const name = `A name as long as they may be, ${'x'.repeat(49)}`;
  const { id } = await api.post<{ id: string }>('/api/enrolments', { name });
  await page.goto(tab);
  await expect(page.getByText(name)).toBeAttached();
  await fits(page);
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await fits(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByText(/revoked 20/)).toBeAttached();
  await api.delete(`/api/enrolments/${id}?forget=true`);
});
