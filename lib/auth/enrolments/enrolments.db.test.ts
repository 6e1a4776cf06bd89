import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import type { Actor } from '../actor';
import { listEnrolments, readEnrolment } from './data';
import { addUses, createEnrolment, deleteEnrolment, revokeEnrolment } from './mutations';
import { newEnrolment } from './schema';
import { enrolmentToken } from './token';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab' });
  other = await insertTeam({ name: 'guests' });
});
afterAll(closeDatabase);

const make = (input: object, as = actor) =>
  createEnrolment({ actor: as, input: newEnrolment.parse(input) });
const notFound = { code: 'ERR_ENROLMENT_NOT_FOUND', status: 404 };

test('a token is derived, shown to those who may write, and kept nowhere', async () => {
  const made = await make({ name: ' Sticks of rack 4 ' });
  expect(made).toMatchObject({
    name: 'Sticks of rack 4',
    state: 'active',
    token: enrolmentToken(made.id),
    uses: 0,
    lastUsedAt: null,
    revokedAt: null,
  });
  const [, signature = ''] = (made.token ?? '').split('.');
  const [rows, audit] = [await db().enrolment.findMany(), await db().auditEntry.findMany()];
  const kept = JSON.stringify([rows, audit.map(({ id, ...entry }) => [String(id), entry])]);
  expect(kept).toContain('Sticks of rack 4');
  expect(kept).not.toContain(signature);
  const viewer: Actor = { ...actor, role: 'viewer' };
  expect((await readEnrolment({ actor: viewer, id: made.id })).token).toBeNull();
  expect((await listEnrolments({ actor: viewer })).map(({ token }) => token)).toEqual([null]);
});

test('a name is one in its team, and free in another', async () => {
  await make({ name: 'sticks' });
  await expect(make({ name: 'sticks' })).rejects.toMatchObject({
    code: 'ERR_NAME_TAKEN',
    status: 409,
    fields: [{ field: 'name' }],
  });
  await make({ name: 'sticks' }, other);
});

test('a time that is over is refused, and one that comes ends it', async () => {
  const expiresAt = new Date(Date.now() - 1_000).toISOString();
  await expect(make({ name: 'late', expiresAt })).rejects.toMatchObject({
    status: 422,
    fields: [{ field: 'expiresAt' }],
  });
  const made = await make({ name: 'soon', expiresAt: '2999-01-01T00:00:00+01:00' });
  expect(made).toMatchObject({ state: 'active', expiresAt: '2998-12-31T23:00:00.000Z' });
  await db().enrolment.update({ where: { id: made.id }, data: { expiresAt: new Date(0) } });
  expect(await readEnrolment({ actor, id: made.id })).toMatchObject({ state: 'expired' });
});

test.each([
  [{}, 'name'],
  [{ name: '  ' }, 'name'],
  [{ name: 'x'.repeat(81) }, 'name'],
  [{ name: 'two\nlines' }, 'name'],
  [{ name: 'a\u2028b' }, 'name'],
  [{ name: 'a', expiresAt: 'tomorrow' }, 'expiresAt'],
  [{ name: 'a', expiresAt: '2026-11-23' }, 'expiresAt'],
])('%j is refused at %s', (input, field) => {
  expect(newEnrolment.safeParse(input).error?.issues[0]?.path).toEqual([field]);
});

test('revoking ends it once and for good, and tells who', async () => {
  const { id } = await make({ name: 'sticks' });
  const both = await Promise.all([revokeEnrolment({ actor, id }), revokeEnrolment({ actor, id })]);
  expect(both.map(({ state }) => state)).toEqual(['revoked', 'revoked']);
  const late: Actor = { ...actor, name: 'late@lab.example' };
  expect(await revokeEnrolment({ actor: late, id })).toEqual(both[0]);
  expect(both[0]).toMatchObject({ revokedBy: actor.name });
  expect(await db().auditEntry.count({ where: { action: 'enrolment.revoke' } })).toBe(1);
});

test('only a revoked one is deleted', async () => {
  const { id } = await make({ name: 'sticks' });
  await expect(deleteEnrolment({ actor, id })).rejects.toMatchObject({
    code: 'ERR_ENROLMENT_NOT_REVOKED',
    status: 409,
  });
  await revokeEnrolment({ actor, id });
  expect(await deleteEnrolment({ actor, id })).toEqual({ id });
  await expect(deleteEnrolment({ actor, id })).rejects.toMatchObject(notFound);
});

test("another team's is not there", async () => {
  const { id } = await make({ name: 'sticks' });
  for (const wrong of [id, 'nonsense', '00000000-0000-4000-8000-000000000000']) {
    const given = { actor: other, id: wrong };
    await expect(readEnrolment(given)).rejects.toMatchObject(notFound);
    await expect(revokeEnrolment(given)).rejects.toMatchObject(notFound);
    await expect(deleteEnrolment(given)).rejects.toMatchObject(notFound);
  }
  expect(await listEnrolments({ actor: other })).toEqual([]);
  expect(await readEnrolment({ actor, id })).toMatchObject({ state: 'active' });
});

test('uses add up, and the last one stays the last', async () => {
  const { id } = await make({ name: 'sticks' });
  const gone = '00000000-0000-4000-8000-000000000000';
  const [early, late] = [new Date('2026-11-23T10:00:00.123Z'), new Date('2026-11-23T11:00:00Z')];
  const use = { uses: 2, at: late };
  await addUses(new Map([[id, use]]));
  await addUses(
    new Map([
      [gone, use],
      [id, { uses: 3, at: early }],
    ]),
  );
  expect(await readEnrolment({ actor, id })).toMatchObject({
    uses: 5,
    lastUsedAt: late.toISOString(),
  });
  await addUses(new Map());
});
