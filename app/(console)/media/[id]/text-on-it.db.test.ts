/** Who sees the token in the text that a medium carries. */
import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { createEnrolment, deleteEnrolment, revokeEnrolment } from '@/lib/auth/enrolments/mutations';
import { newEnrolment } from '@/lib/auth/enrolments/schema';
import { enrolmentToken } from '@/lib/auth/enrolments/token';
import { isoSpec } from '@/lib/builds/builders/iso/schema';
import { closeDatabase, databaseUrl } from '@/lib/core/db';
import { textOnIt } from './text-on-it';

let actor: Actor;
let enrolment: string;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab' });
  const input = newEnrolment.parse({ name: 'sticks' });
  enrolment = (await createEnrolment({ actor, input })).id;
});
afterAll(closeDatabase);

const seenBy = (by: Actor) =>
  textOnIt({
    actor: by,
    kind: 'iso',
    spec: isoSpec.parse({ script: null, base: 'http://boot.example', enrolment }),
  });

test('operators see the token that is in the bytes', async () => {
  for (const role of ['operator', 'administrator'] as const) {
    const seen = await seenBy({ ...actor, role });
    expect(seen?.text).toContain(enrolmentToken(enrolment));
    expect(seen?.note).toContain('“sticks”. It opens the door now.');
  }
});

test('viewers see the same text without the token, and no part of what signs it', async () => {
  const seen = await seenBy({ ...actor, role: 'viewer' });
  const shown = JSON.stringify(seen);
  const token = enrolmentToken(enrolment);
  const [, signature = ''] = token.split('.');
  expect(signature.length).toBeGreaterThan(20);
  expect(shown).not.toContain(signature);
  expect(shown).toContain('“sticks”');
  const whole = await seenBy(actor);
  expect(seen?.text).toBe(whole?.text.replaceAll(token, 'TOKEN'));
});

test("another team's token is not there, and says nothing of its name", async () => {
  const shown = JSON.stringify(await seenBy(await insertTeam({ name: 'guests' })));
  expect(shown).not.toContain(enrolmentToken(enrolment).split('.')[1]);
  expect(shown).not.toContain('sticks');
});

test('one that was revoked, and then deleted, is said to open nothing', async () => {
  await revokeEnrolment({ actor, id: enrolment });
  expect((await seenBy(actor))?.note).toContain('It is revoked: it opens nothing.');
  await deleteEnrolment({ actor, id: enrolment });
  const seen = await seenBy(actor);
  expect(seen?.note).toContain('was deleted: it opens nothing.');
  expect(seen?.text).not.toContain(enrolmentToken(enrolment));
});
