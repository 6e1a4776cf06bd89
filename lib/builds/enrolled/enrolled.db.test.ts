/** Which media carry an enrolment, told from columns that stand beside their specs. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { makeMedium } from '@/e2e/fixtures/media-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { closeJobs } from '@/lib/jobs/boss';
import { requestBuild } from '../mutations';
import { enrolmentsWithMedia, enrolmentWithMediaOf } from './data';

const script = '#!ipxe\nshell\n';
let actor: Actor;
let enrolment: string;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam();
  enrolment = await enrol('sticks');
});

afterAll(async () => {
  await closeJobs();
  await closeDatabase();
});

async function enrol(name: string): Promise<string> {
  const { teamId } = actor;
  return (await db().enrolment.create({ data: { teamId, name, createdBy: 'x' } })).id;
}

const made = (spec: object, other: { made?: string; endedAt?: Date } = {}) =>
  makeMedium({
    teamId: actor.teamId,
    kind: 'iso',
    spec: { script, ...spec },
    files: { 'boot.iso': 'bytes' },
    ...other,
  });

test('the newest twenty by name and all by number, each once, and none that was not made', async () => {
  const second = await enrol('second');
  for (let at = 0; at < 22; at++) await made({ enrolment, label: `STICK${at}` });
  const again = await made({ enrolment, label: 'STICK0' }, { made: 'again' });
  const failed = await made({ enrolment, label: 'FAILED' });
  await db().build.update({ where: { id: failed.id }, data: { state: 'failed' } });
  const waiting = await requestBuild({
    actor,
    kind: 'iso',
    spec: { script, enrolment: second },
  });
  await made({});
  const one = await enrolmentWithMediaOf({ actor, id: enrolment });
  expect([one.media.length, one.mediaCount]).toEqual([20, 22]);
  expect(one.media[0]).toEqual({
    id: again.id,
    kind: 'iso',
    title: 'Boot medium (STICK0, x86_64)',
    state: 'done',
  });
  expect(one.media.filter(({ title }) => title.includes('STICK0,'))).toHaveLength(1);
  const all = await enrolmentsWithMedia({ actor });
  expect(all.map(({ name, mediaCount }) => [name, mediaCount])).toEqual([
    ['second', 1],
    ['sticks', 22],
  ]);
  expect(all[0]?.media).toMatchObject([{ id: waiting.id, state: 'queued' }]);
});

test('the migration reads off specs what is written beside new ones', async () => {
  const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  const options = { clientCertificate: pem, clientKeySecret: 'client_key' };
  await made({ enrolment });
  await made({ engine: 'compiled', options });
  await made({});
  const flags = () =>
    db().build.findMany({
      orderBy: { id: 'asc' },
      select: { id: true, closed: true, enrolmentId: true },
    });
  const written = await flags();
  expect(written.filter(({ closed }) => closed)).toHaveLength(1);
  expect(written.filter(({ enrolmentId }) => enrolmentId === enrolment)).toHaveLength(1);
  await db().build.updateMany({ data: { closed: false, enrolmentId: null } });
  const sql = readFileSync('prisma/migrations/20261123026000_build_flags/migration.sql', 'utf8');
  const fills = sql.match(/^UPDATE [^;]+;/gm) ?? [];
  for (const fill of fills) await db().$executeRawUnsafe(fill);
  expect(await flags()).toEqual(written);
});
