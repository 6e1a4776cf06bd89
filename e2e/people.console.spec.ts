/** Every room of the console, in light and dark and on a narrow screen; keyboard, tokens, keys, people. */
import type { Page } from '@playwright/test';
import { expect, signIn, test } from '@/e2e/fixtures/test';
import { generateKey } from '@/e2e/lab/key';

const pages = [
  '/',
  '/hosts',
  '/hosts/nodes',
  '/hosts/explain',
  '/hosts/explain?firmware=uefi&arch=x86_64',
  '/profiles',
  '/scripts',
  '/images',
  '/media',
  '/media?kind=iso&state=failed&sort=-size',
  '/media/new',
  '/media/new?step=machine',
  '/media/new?step=options',
  '/builds',
  '/network',
  '/activity',
  '/settings',
  '/scripts?kind=main',
  '/scripts?kind=post',
  '/scripts/new?kind=kickstart',
  '/profiles/new',
  '/settings?tab=keys',
  '/settings?tab=secrets',
  '/settings?tab=enrolments',
  '/settings?tab=tokens',
  '/settings?tab=builds',
  '/settings?tab=teams',
  '/settings?tab=you',
];

/** Opens a page and waits until it is whole and follows what happens. */
async function visit(page: Page, path: string): Promise<void> {
  const answer = await page.goto(path);
  expect(answer?.status(), path).toBe(200);
  await expect(page.locator('main h1').first(), path).toBeVisible();
  await expect(page.getByTitle('This page follows what happens.'), path).toBeVisible();
}

/** Nothing may stick out to the side: tables scroll by themselves. */
async function fits(page: Page, path: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(over, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('every page is whole and without an error', async ({ page }) => {
      for (const path of pages) {
        await visit(page, path);
        await fits(page, path);
        const dark = await page.locator('html').evaluate((html) => html.classList.contains('dark'));
        expect(dark, path).toBe(colorScheme === 'dark');
      }
    });
  });
}

test.describe('at 360 pixels', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('every page fits and the menu opens', async ({ page }) => {
    for (const path of pages) {
      await visit(page, path);
      await fits(page, path);
    }
    await page.getByRole('button', { name: 'Open the menu' }).click();
    await page.getByRole('link', { name: 'Images' }).click();
    await page.waitForURL('**/images');
    await expect(page.getByRole('heading', { name: 'Images' })).toBeVisible();
  });
});

test.describe('an address that is nowhere', () => {
  test.use({ tolerated: [/status of 404/] });

  test('says so', async ({ page }) => {
    for (const path of ['/nowhere', '/hosts/00000000-0000-4000-8000-000000000000']) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(404);
      await expect(page.getByRole('heading').first(), path).toBeVisible();
    }
  });
});

test('a browser that asks for the icon before it has read the page gets it', async ({ page }) => {
  const answer = await page.request.get('/favicon.ico');
  expect(answer.status()).toBe(200);
  expect((await answer.body()).subarray(0, 4)).toEqual(Buffer.from([0, 0, 1, 0]));
});

test('the keyboard goes everywhere', async ({ page, api }) => {
  await api.post('/api/hosts', { name: 'found-by-keys', macs: ['52:54:00:00:aa:01'] });
  await visit(page, '/');
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.waitForURL('**/hosts');
  await expect(page.getByRole('link', { name: 'found-by-keys' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.waitForURL('**/scripts');

  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('found-by');
  await expect(page.getByRole('option', { name: /found-by-keys/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/hosts\/[0-9a-f-]{36}/);
  await expect(page.getByRole('heading', { name: /found-by-keys/ })).toBeVisible();

  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('light and dark are a choice that stays', async ({ page }) => {
  await visit(page, '/');
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await expect(page.locator('html')).toHaveClass(/dark/);
  await page.reload();
  await expect(page.locator('html')).toHaveClass(/dark/);
});

test('a host is added, and a MAC that is taken is named at its field', async ({ page }) => {
  await visit(page, '/hosts');
  await page.getByRole('button', { name: 'Add a host' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('typed-by-hand');
  await page.getByLabel('MAC addresses').fill('5254.0000.AA02');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.waitForURL(/\/hosts\/[0-9a-f-]{36}/);
  await expect(page.getByText('52:54:00:00:aa:02', { exact: true })).toBeVisible();

  await visit(page, '/hosts');
  await page.getByRole('button', { name: 'Add a host' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('second');
  await page.getByLabel('MAC addresses').fill('52-54-00-00-AA-02');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.locator('#macs-note')).toContainText('typed-by-hand');
});

test('a token is shown once and works until it is revoked', async ({ page, product }) => {
  await visit(page, '/settings?tab=tokens');
  await page.getByLabel('Name', { exact: true }).fill('a program');
  await page.getByLabel('Role').selectOption('viewer');
  await page.getByRole('button', { name: 'Make it' }).click();
  const shown = page.getByText('Shown only now:');
  await expect(shown).toBeVisible();
  const token = (await shown.textContent())?.split('Shown only now:')[1]?.trim() ?? '';
  const ask = (method: string) =>
    fetch(`${product.base}/api/hosts`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: method === 'POST' ? '{"name":"x","macs":["52:54:00:00:aa:03"]}' : undefined,
    });
  expect((await ask('GET')).status).toBe(200);
  expect((await ask('POST')).status).toBe(403);

  await page.reload();
  await expect(page.getByText('Shown only now:')).toBeHidden();
  const row = page.getByRole('row').filter({ hasText: 'a program' });
  await row.getByRole('button', { name: 'Revoke' }).click();
  await expect(row.getByText('revoked')).toBeVisible();
  expect((await ask('GET')).status).toBe(401);
});

test('an SSH key is taken, and what is none is refused at its field', async ({
  page,
  namespace,
}) => {
  await visit(page, '/settings?tab=keys');
  await page.getByLabel('Public key').fill('not a key');
  await page.getByRole('button', { name: 'Add the key' }).click();
  await expect(page.locator('#publicKey-note')).toHaveClass(/danger/);

  const key = await generateKey({ folder: namespace.folder, name: 'typed' });
  await page.getByLabel('Name', { exact: true }).fill('typed');
  await page.getByLabel('Public key').fill(key.publicKey);
  await page.getByRole('button', { name: 'Add the key' }).click();
  const row = page.getByRole('row').filter({ hasText: 'typed' });
  await expect(row.getByText(/SHA256:/)).toBeVisible();
  await row.getByRole('button', { name: 'Remove' }).click();
  await expect(row).toBeHidden();
});

test('somebody who is invited as viewer looks and cannot write', async ({ page, browser }) => {
  await visit(page, '/settings?tab=people');
  await page.getByLabel('E-mail').fill('viewer@lab.internal');
  await page.locator('select[name=role]').selectOption('viewer');
  await page.getByRole('button', { name: 'Make a link' }).click();
  const notice = page.getByText('Send this link yourself');
  await expect(notice).toBeVisible();
  const [link = ''] = /http\S+\/invitation\/\S+/.exec((await notice.textContent()) ?? '') ?? [];

  const theirs = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const guest = await theirs.newPage();
  await guest.goto(link);
  await guest.getByLabel('Your name').fill('Vera');
  await guest.getByLabel('Password').fill('only looking around');
  await guest.getByRole('button', { name: 'Join the team' }).click();
  await guest.waitForURL((url) => url.pathname === '/');
  await guest.goto('/hosts');
  await expect(guest.getByRole('heading', { name: 'Hosts', exact: true })).toBeVisible();
  await expect(guest.getByRole('button', { name: 'Add a host' })).toBeHidden();
  const written = await guest.request.post('/api/hosts', {
    data: { name: 'x', macs: ['52:54:00:00:aa:04'] },
  });
  expect(written.status()).toBe(403);

  // The link works once.
  const second = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const late = await second.newPage();
  await late.goto(link);
  await expect(late.getByRole('button', { name: 'Join the team' })).toBeHidden();
  await signIn(await second.newPage(), {
    email: 'viewer@lab.internal',
    password: 'only looking around',
  });
  await theirs.close();
  await second.close();
});
