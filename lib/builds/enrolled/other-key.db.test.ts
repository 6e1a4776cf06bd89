/** A worker that was given another key than the web process has, and a medium that is to carry a token. */
import { mkdir } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { insertTeam } from '@/e2e/fixtures/team';
import { testBuilders } from '@/e2e/fixtures/test-builders';
import { noteEnrolmentKey } from '@/lib/auth/enrolments/key/mutations';
import { createEnrolment } from '@/lib/auth/enrolments/mutations';
import { closeDatabase, db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { closeJobs } from '@/lib/jobs/boss';
import { knownBuilder } from '../known-builder';
import { requestBuild } from '../mutations';
import { runBuild } from '../run';
import { specSchemas } from '../specs';

afterAll(async () => {
  await closeJobs();
  await closeDatabase();
});

test('fails with the way out before anything is made', async () => {
  const actor = await insertTeam({ owner: true });
  await mkdir(dataPath(), { recursive: true });
  const input = { name: 'sticks', expiresAt: null };
  const { id: enrolment } = await createEnrolment({ actor, input });
  const spec = {
    ...{ platform: 'bin-x86_64-efi', driver: 'ipxe', extension: 'efi' },
    ...{ base: 'http://10.77.0.1:3000', enrolment },
  };
  let asked = 0;
  const ipxe = knownBuilder({
    schema: specSchemas.ipxe,
    builder: {
      ...{ kind: 'ipxe', version: 1, tools: [], timeLimit: 60_000 },
      inputs: async () => {
        asked += 1;
        return [];
      },
      build: async () => {
        throw new Error('as far as the builder');
      },
    },
  });
  const builders = { ...testBuilders({ made: dataPath('made') }), ipxe };
  const { signal } = new AbortController();
  const run = async () => {
    const { id } = await requestBuild({ actor, kind: 'ipxe', spec });
    await runBuild({ buildId: id, worker: 'elsewhere', signal, builders });
    return (await db().build.findUniqueOrThrow({ where: { id } })).reason;
  };
  await noteEnrolmentKey();
  expect(await run()).toBe('as far as the builder');
  expect(asked).toBe(1);
  await db().setting.updateMany({ data: { value: 'f00f00f00f00' } });
  expect(await run()).toMatch(/another key than the web process.*the same PROVISIONER_SECRET/);
  expect(asked).toBe(1);
});
