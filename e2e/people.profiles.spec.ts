/** Profiles: rules as typed conditions, the hosts that they take, and the host that says why. */
import { expect, test } from '@/e2e/fixtures/test';

test('a rule is typed, shows what it takes, and the host says why it has the profile', async ({
  page,
  api,
}) => {
  const host = await api.post<{ id: string }>('/api/hosts', {
    name: 'ruled',
    macs: ['52:54:00:5f:00:01'],
    labels: { rack: 'p1' },
  });
  await api.post('/api/hosts', { name: 'other-rack', macs: ['52:54:00:5f:00:02'] });

  await page.goto('/profiles/new');
  await page.getByLabel('Name', { exact: true }).fill('ruling');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const rule = page.getByRole('region', { name: 'Rule 1' });
  await rule.getByLabel('MAC begins with').fill('52-54-00-5F');
  const taken = page.getByTestId('taken');
  await expect(taken).toContainText('2 hosts');
  await rule.getByRole('button', { name: 'And another condition' }).click();
  await rule.getByRole('textbox', { name: 'Label' }).fill('rack=p1');
  await expect(rule).toContainText(
    'Every host whose MAC begins with 52-54-00-5F and labelled rack=p1.',
  );
  await expect(taken).toContainText('1 host');
  await expect(taken.getByRole('link', { name: 'ruled' })).toBeVisible();
  await page.getByRole('button', { name: 'Create the profile' }).click();
  await page.waitForURL(/\/profiles\/[0-9a-f-]{36}/);
  await expect(rule, 'as it is kept').toContainText('52:54:00:5f and');

  await page.goto(`/hosts/${host.id}`);
  await expect(page.getByText(/by rule: .*52:54:00:5f/)).toBeVisible();
  await page.goto(`/hosts/${host.id}?tab=settings`);
  await expect(page.getByLabel('Profile')).toHaveValue('');
  await expect(page.locator('#profileId-note')).toContainText('By rule it gets “ruling”');

  await page.goto('/profiles');
  const row = page.getByRole('row').filter({ hasText: 'ruling' });
  await expect(row).toContainText('Every host whose MAC begins with 52:54:00:5f');
  await row.getByRole('link', { name: '1', exact: true }).click();
  await page.waitForURL(/\/hosts\?profile=/);
  await expect(page.getByRole('link', { name: 'ruled', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'other-rack' })).toBeHidden();
});

test('a condition that cannot be read is refused at its field', async ({ page }) => {
  await page.goto('/profiles/new');
  await page.getByLabel('Name', { exact: true }).fill('refused');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const rule = page.getByRole('region', { name: 'Rule 1' });
  await rule.getByLabel('MAC begins with').fill('zz');
  await page.getByRole('button', { name: 'Create the profile' }).click();
  await expect(rule.getByText('Write 1 to 6 bytes of a MAC')).toBeVisible();
  await rule.getByLabel('Condition').selectOption({ label: 'Address lies in' });
  await rule.getByRole('textbox', { name: 'Address lies in' }).fill('10.77.0.9/24');
  await page.getByRole('button', { name: 'Create the profile' }).click();
  await expect(rule.getByText('Write 10.77.0.0/24')).toBeVisible();
});

test('the default profile is for hosts that no rule fits, and there is one', async ({
  page,
  api,
}) => {
  const made = await api.post<{ id: string }>('/api/profiles', {
    name: 'first-default',
    isDefault: true,
  });
  const host = await api.post<{ id: string }>('/api/hosts', {
    name: 'unruled',
    macs: ['52:54:00:60:00:01'],
  });
  await page.goto(`/hosts/${host.id}`);
  await expect(page.getByText('as the default: no rule fits')).toBeVisible();

  await page.goto('/profiles/new');
  await page.getByLabel('Name', { exact: true }).fill('second-default');
  await page.getByLabel('The default profile').check();
  await expect(page.getByTestId('taken').getByRole('link').first()).toBeVisible();
  await page.getByRole('button', { name: 'Create the profile' }).click();
  await page.waitForURL(/\/profiles\/[0-9a-f-]{36}/);
  expect(await api.get(`/api/profiles/${made.id}`)).toMatchObject({ isDefault: false });

  // Other tests have hosts without a profile.
  await page.getByLabel('The default profile').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  const id = new URL(page.url()).pathname.split('/').at(-1);
  await expect
    .poll(async () => (await api.get<{ isDefault: boolean }>(`/api/profiles/${id}`)).isDefault)
    .toBe(false);
});
