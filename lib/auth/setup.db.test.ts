import { beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { databaseUrl, db } from '@/lib/core/db';
import { ensureFirstAdministrator, isSetupToken, setUp, setupLink } from './setup';
import { createFirstAdministrator } from './setup/mutations';

const ada = { name: 'Ada', email: 'ada@example.org', password: 'a long password', team: 'Home' };

beforeEach(() => emptyDatabase(databaseUrl()));

async function tokenOfLink(): Promise<string> {
  const link = await setupLink('http://10.0.0.1:3000/');
  return new URL(link ?? '').searchParams.get('token') ?? '';
}

test('the link stays the same until somebody has an account', async () => {
  const link = await setupLink('http://10.0.0.1:3000/');
  expect(link).toMatch(/^http:\/\/10\.0\.0\.1:3000\/setup\?token=[\w-]{32}$/);
  expect(await setupLink('http://10.0.0.1:3000')).toBe(link);
  await setUp({ ...ada, token: await tokenOfLink() });
  expect(await setupLink('http://10.0.0.1:3000')).toBeNull();
});

test('the token is nowhere in the database', async () => {
  const token = await tokenOfLink();
  const rows = await db().setting.findMany();
  expect(JSON.stringify(rows)).not.toContain(token);
});

test('only the token of this installation opens it, and only once', async () => {
  const token = await tokenOfLink();
  expect(await isSetupToken('guess')).toBe(false);
  expect(await isSetupToken(token)).toBe(true);
  await expect(setUp({ ...ada, token: 'guess' })).rejects.toMatchObject({ code: 'ERR_SETUP_LINK' });
  expect(await db().user.count()).toBe(0);
  await setUp({ ...ada, token });
  expect(await isSetupToken(token)).toBe(false);
  await expect(setUp({ ...ada, email: 'eve@example.org', token })).rejects.toMatchObject({
    code: 'ERR_ALREADY_SET_UP',
  });
});

test('of ten who set up at once one wins, and one owning team is there', async () => {
  const token = await tokenOfLink();
  const tries = Array.from({ length: 10 }, (_, index) =>
    setUp({ ...ada, email: `racer${index}@example.org`, team: `Team ${index}`, token }),
  );
  const results = await Promise.allSettled(tries);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const losers = results.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
  expect(new Set(losers)).toEqual(new Set(['ERR_ALREADY_SET_UP']));
  expect(await db().user.count()).toBe(1);
  expect(await db().team.count({ where: { owner: true } })).toBe(1);
  expect(await db().membership.findMany({ select: { role: true } })).toEqual([
    { role: 'administrator' },
  ]);
});

test('an environment without an administrator makes none', async () => {
  await ensureFirstAdministrator();
  expect(await db().user.count()).toBe(0);
});

test('a password is kept as argon2id with 19 MiB and two passes', async () => {
  await createFirstAdministrator(ada);
  const row = await db().user.findFirstOrThrow();
  expect(row.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});
