/** Nobody has an account yet: the one-time link, the administrator, the interface, and the way back in. */
import { expect, bareTest as test } from '@/e2e/fixtures/test';
import { wire } from '@/e2e/lab/namespace';
import { administrator } from '@/e2e/product/product';

// A wrong password is answered 401, which browsers note on their console.
test.use({ tolerated: [/status of 401/] });
test.describe.configure({ mode: 'serial' });

test('without the link nobody gets in', async ({ page, product }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Not set up yet' })).toBeVisible();
  await page.goto('/setup?token=guessed');
  await expect(page.getByRole('heading', { name: 'Not set up yet' })).toBeVisible();
  const answer = await fetch(`${product.base}/api/hosts`);
  expect(answer.status).toBe(401);
});

test('the link makes the first administrator, who chooses the network', async ({
  page,
  product,
}) => {
  const [, path = ''] = await product.findLine(
    /Make the first account: http:\/\/[^/]+(\S+)/,
    10_000,
  );
  await page.goto(path);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.locator('#password-note')).toContainText(/at least/i);

  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL('**/setup/network');
  const choice = page.getByRole('radio', { name: new RegExp(wire.bridge) });
  await expect(choice).toBeVisible();
  await expect(page.getByText(`${wire.server}/${wire.prefix}`)).toBeVisible();
  await choice.check();
  await page.getByRole('button', { name: `Serve machines on ${wire.bridge}` }).click();

  await page.waitForURL('**/setup/ready');
  await expect(page.getByText('DHCP and TFTP: on')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(product.base)).toBeVisible();
  await page.getByRole('link', { name: 'To the overview' }).click();
  await expect(page.getByRole('link', { name: 'Overview' })).toHaveAttribute(
    'aria-current',
    'page',
  );

  // The link has done its work.
  await page.goto(path);
  await expect(page.getByRole('heading', { name: 'Not set up yet' })).toBeHidden();
  await expect(page).not.toHaveURL(/setup/);
});

test('signs out, is refused with a wrong password, and signs in again', async ({ page }) => {
  await page.goto('/hosts');
  await page.waitForURL('**/sign-in**');
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('E-mail or password is wrong.')).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue(administrator.email);

  // Browsers break a page off when a network comes or goes in that moment: there is a way on.
  await page.route('**/hosts', (route) => route.abort('aborted'), { times: 1 });
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'You are signed in. Go on' }).click();
  await page.waitForURL('**/hosts');
  await expect(page.getByRole('heading', { name: 'Hosts', exact: true })).toBeVisible();

  await page.getByRole('button', { name: /Home/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in**');
  await page.goto('/hosts');
  await page.waitForURL('**/sign-in**');
});
