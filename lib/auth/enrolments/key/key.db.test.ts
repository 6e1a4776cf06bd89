import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { demandEnrolmentKey, noteEnrolmentKey } from './mutations';

beforeEach(() => emptyDatabase(databaseUrl()));
afterAll(closeDatabase);

test('a worker with the key of the web process may make tokens, and one before any web process, too', async () => {
  await expect(demandEnrolmentKey()).resolves.toBeUndefined();
  await noteEnrolmentKey();
  await noteEnrolmentKey();
  await expect(demandEnrolmentKey()).resolves.toBeUndefined();
});

test('one with another key is told so, until a web process has that one', async () => {
  await noteEnrolmentKey();
  const [row] = await db().setting.findMany();
  expect(String(row?.value)).toMatch(/^[0-9a-f]{12}$/);
  await db().setting.updateMany({ data: { value: 'f00f00f00f00' } });
  await expect(demandEnrolmentKey()).rejects.toThrow('the same PROVISIONER_SECRET');
  await noteEnrolmentKey();
  await expect(demandEnrolmentKey()).resolves.toBeUndefined();
});
