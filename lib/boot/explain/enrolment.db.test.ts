/** What an explanation says of a machine that came by an enrolment token. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { createEnrolment, revokeEnrolment } from '@/lib/auth/enrolments/mutations';
import { changes } from '@/lib/core/changes';
import { closeDatabase } from '@/lib/core/db';
import { recordSighting } from '@/lib/hosts/strangers/sightings/mutations';
import { explainBoot } from '../explain';
import { rosterFollower } from '../roster/follow';

const mac = '52:54:00:77:16:71';

let owner: Actor;
let actor: Actor;
let other: Actor;

beforeAll(async () => {
  owner = await insertTeam({ owner: true });
  actor = await insertTeam();
  other = await insertTeam();
});

afterAll(async () => {
  await rosterFollower().stop();
  await changes().stop();
  await closeDatabase();
});

const explain = (as: Actor, query: object = {}) =>
  explainBoot({ actor: as, query: { mac, ...query } });

test('it names the token that a machine came by, and what it would be without', async () => {
  const { id } = await createEnrolment({ actor, input: { name: 'sticks', expiresAt: null } });
  await recordSighting({ mac, enrolmentId: id });
  const reason = { rule: 'enrolment', text: 'It came in by the enrolment token "sticks".' };
  expect(await explain(actor)).toMatchObject({ decision: 'unknown' });
  expect((await explain(actor)).reasons).toContainEqual({ ...reason, outcome: 'won' });
  await revokeEnrolment({ actor, id });
  expect(await explain(actor)).toMatchObject({
    decision: 'refused',
    script: expect.stringContaining('This medium was revoked on'),
  });
  expect((await explain(owner)).decision).toBe('refused');
  // The token of another team is not there to be asked about.
  await expect(explain(other, { enrolment: id })).rejects.toMatchObject({ status: 404 });
  expect((await explain(other)).decision).toBe('unknown');
});
