/** Boot media: from the first choice to a file whose bytes are what the page says, its links, and its end. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { replaceText } from '@/e2e/fixtures/script-page';
import { expect, test } from '@/e2e/fixtures/test';
import type { Api } from '@/e2e/product/api';

interface Medium {
  id: string;
  title: string;
  state: string;
  main: string | null;
  files: { name: string; sha256: string; url: string }[];
  permalink: string;
}

const mediumPage = /\/media\/[0-9a-f-]{36}$/;

async function next(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Next', exact: true }).click();
}

/** The step that is shown. */
function step(page: Page, name: string) {
  return page.getByRole('heading', { level: 2, name, exact: true });
}

/** A small medium by REST: SYSLINUX's image, whose label makes it another one. */
async function makeMedium(api: Api, label: string): Promise<Medium> {
  return api.post<Medium>('/api/syslinuxs', {
    fragment: 'img',
    configuration: 'SAY hello\nPROMPT 1\n',
    label,
  });
}

async function built(api: Api, id: string): Promise<Medium> {
  const read = () => api.get<Medium>(`/api/syslinuxs/${id}`);
  await expect.poll(async () => (await read()).state, { timeout: 60_000 }).toBe('done');
  return read();
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

test('a person chooses step by step, is refused at a field, and downloads what was promised', async ({
  page,
  product,
}) => {
  test.setTimeout(180_000);
  await page.goto('/media');
  await page.getByRole('link', { name: 'New medium' }).first().click();
  await page.waitForURL('**/media/new');
  await expect(step(page, 'What it boots')).toBeVisible();
  await expect(page.getByRole('radio', { name: /^ISO and USB medium/ })).toBeChecked();
  await next(page);
  await expect(step(page, 'Which machines')).toBeVisible();
  await page.getByRole('checkbox', { name: /^x86-64/ }).uncheck();
  await next(page);
  await expect(page.locator('#architectures-note')).toContainText('at least one');
  await page.getByRole('checkbox', { name: /^x86-64/ }).check();
  await next(page);

  await page.getByRole('radio', { name: /^Behind a tunnel/ }).check();
  await page.getByLabel('Address', { exact: true }).fill('http://boot.example/path');
  await next(page);
  await expect(page.locator('#base-note')).toContainText('without a path');
  await page.getByLabel('Address', { exact: true }).fill(product.base);
  await next(page);

  await page.getByRole('radio', { name: /^My own text/ }).check();
  await replaceText(page, '#!ipxe\necho of the people test\ngoto nowhere\n');
  const problems = page.getByRole('list', { name: 'Problems' });
  await expect(problems.getByRole('button', { name: /Error, line 3.*nowhere/ })).toBeVisible();
  await replaceText(page, '#!ipxe\necho of the people test\nshell\n');
  await expect(problems).toContainText('None that we can see.');
  await next(page);

  await page.getByLabel('Label of the CD').fill('"$(reboot)"');
  await next(page);
  await expect(page.locator('#label-note')).toContainText('may hold letters');
  await expect(page.getByLabel('Label of the CD')).toBeFocused();
  await page.getByLabel('Label of the CD').fill('PEOPLE TEST');
  const spec = page.getByRole('region', { name: 'Spec' });
  await expect(spec).toContainText('"label": "PEOPLE TEST"');
  await expect(page.getByText('nothing chosen needs a compiler')).toBeVisible();
  await page.getByLabel('Banner').fill('Ours');
  await expect(page.getByRole('list', { name: 'Why the compiler is needed' })).toContainText(
    'banner',
  );
  await page.getByLabel('Banner').fill('');
  await next(page);

  // Back, forward and a reload lose nothing.
  await expect(step(page, 'Build')).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Label of the CD')).toHaveValue('PEOPLE TEST');
  await page.goForward();
  await page.reload();
  await expect(step(page, 'Build')).toBeVisible();
  await expect(spec).toContainText('"label": "PEOPLE TEST"');
  await page.getByRole('button', { name: 'Build', exact: true }).click();

  await page.waitForURL(mediumPage);
  await expect(page.getByText(/^Ready, built/)).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole('log', { name: 'Log' })).toContainText('xorriso');
  await expect(page.getByTestId('editor').getByText('echo of the people test')).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download', exact: true }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('boot.iso');
  const bytes = await readFile(await download.path());
  const booted = page.getByRole('listitem').filter({ hasText: 'is booted' });
  await expect(booted).toContainText(sha256(bytes));
  // ISO 9660, section 8.4: the volume's name, in the descriptor at sector 16.
  expect(
    bytes
      .subarray(16 * 2048 + 40, 16 * 2048 + 72)
      .toString('latin1')
      .trim(),
  ).toBe('PEOPLE TEST');
});

test('the log grows while a medium is built, without a reload', async ({ page, api }) => {
  test.setTimeout(120_000);
  // Media of one kind wait for each other: the last one is still waiting when its page is open.
  const made = await Promise.all(
    Array.from({ length: 8 }, (_, index) => makeMedium(api, `LOG${index}-${Date.now() % 10_000}`)),
  );
  const last = made.at(-1);
  const streamed = page.waitForRequest(/\/api\/builds\/[0-9a-f-]+\/log\?after=/);
  await page.goto(`/media/${last?.id}`);
  // A reload would make a new window, without it.
  await page.evaluate(() => Object.assign(window, { __here: 1 }));
  await streamed;
  await expect(page.getByText(/^Ready, built/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('log', { name: 'Log' })).not.toContainText('Nothing was logged');
  expect(await page.evaluate(() => '__here' in window)).toBe(true);
  for (const { id } of made) await api.delete(`/api/syslinuxs/${id}`);
});

test('a link is made, gives the bytes, is moved, and must go before the medium does', async ({
  page,
  api,
  product,
}) => {
  const first = await built(api, (await makeMedium(api, 'LINK ONE')).id);
  const second = await built(api, (await makeMedium(api, 'LINK TWO')).id);
  const mainOf = (medium: Medium) => medium.files.find(({ name }) => name === medium.main);
  const served = async () => {
    const answer = await fetch(`${product.base}/media/people-link/`);
    return answer.status === 200 ? sha256(await answer.bytes()) : answer.status;
  };
  await page.goto(`/media/${first.id}`);
  await page.getByLabel('Name of a link').fill('Not Good');
  await page.getByRole('button', { name: 'Link it' }).click();
  await expect(page.locator('#name-note')).toContainText('lower-case letters');
  await page.getByLabel('Name of a link').fill('people-link');
  await page.getByRole('button', { name: 'Link it' }).click();
  const links = page.getByRole('list', { name: 'Links' });
  await expect(links).toContainText('/media/people-link/');
  await expect.poll(served).toBe(mainOf(first)?.sha256);

  await page.goto(`/media/${second.id}`);
  await page.getByLabel('Name of a link').fill('people-link');
  await page.getByRole('button', { name: 'Link it' }).click();
  await expect(links).toContainText('/media/people-link/');
  await expect.poll(served).toBe(mainOf(second)?.sha256);

  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText(/The link "people-link" would give nothing/)).toBeVisible();
  await page.getByRole('button', { name: 'Remove the link people-link' }).click();
  await expect(links.getByRole('listitem')).toHaveCount(0);
  await expect.poll(served).toBe(404);

  // Both from the list, found by what they are called.
  await page.goto('/media?kind=syslinux&sort=title');
  await page.getByRole('checkbox', { name: 'Choose all' }).check();
  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('No medium is like that')).toBeVisible();
  const gone = await fetch(mainOf(first)?.url ?? '');
  expect(gone.status).toBe(404);
});

test('a token that was revoked in between is refused at its field', async ({
  page,
  api,
  product,
}) => {
  const name = `people test ${Date.now()}`;
  await page.goto('/media/new?step=from');
  await page.getByRole('radio', { name: /^Anywhere/ }).check();
  await page.getByLabel('Address', { exact: true }).fill(product.base);
  await page.locator('#enrolment-name').fill(name);
  await page.getByRole('button', { name: 'Make it' }).click();
  const choice = page.getByLabel('Enrolment token');
  await expect(choice.locator('option:checked')).toContainText(name);
  const id = await choice.inputValue();
  await page
    .getByRole('button', { name: /Build$/ })
    .first()
    .click();
  await expect(step(page, 'Build')).toBeVisible();
  await api.delete(`/api/enrolments/${id}`);
  await page.getByRole('button', { name: 'Build', exact: true }).last().click();
  const wrong = page.getByRole('list', { name: 'What stands in the way' });
  await expect(wrong).toContainText('revoked');
  await wrong.getByRole('button', { name: 'Where from' }).click();
  await expect(page.locator('#enrolment-note')).toContainText('revoked');
  await page.evaluate(() => sessionStorage.clear());
  await api.delete(`/api/enrolments/${id}?forget=true`);
});

test('what is kept is changed, and a wrong number is named at its field', async ({ page, api }) => {
  await page.goto('/settings?tab=builds');
  const days = page.getByLabel('Logs, days since the build ended');
  const before = await days.inputValue();
  await days.fill('0');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.locator('#logDays-note')).toContainText('at least 1 day');
  await days.fill('21');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect
    .poll(async () => (await api.get<{ logDays: number }>('/api/builds/retention')).logDays)
    .toBe(21);
  await api.put('/api/builds/retention', { logDays: Number(before) });
  await expect(page.getByText(/On disk · /)).toBeVisible();
  await expect(page.getByText('iPXE’s source', { exact: true })).toBeVisible();
});

for (const width of [360, 1024]) {
  test(`a full list and a medium fit on ${width} pixels`, async ({ page, api }) => {
    await page.setViewportSize({ width, height: 740 });
    const { id } = await built(api, (await makeMedium(api, `WIDE ${width}`)).id);
    for (const path of ['/media', `/media/${id}`, `/media/new?like=${id}&step=build`]) {
      await page.goto(path);
      await expect(page.locator('main h1').first()).toBeVisible();
      await expect(page.getByTitle('This page follows what happens.')).toBeVisible();
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
    }
    await api.delete(`/api/syslinuxs/${id}`);
  });
}
