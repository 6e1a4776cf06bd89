/** Why an install cannot be authorised: each refusal says it. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { makeRoom, type Room } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { changes } from '@/lib/core/changes';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { authoriseInstall, cancelInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';

let actor: Actor;
let room: Room;

beforeEach(async () => {
  actor = await insertTeam();
  room = await makeRoom({ actor });
});

afterEach(async () => {
  await emptyDatabase(databaseUrl());
});

afterAll(async () => {
  await changes().stop();
  await closeDatabase();
});

function authorise(input: Record<string, unknown> = {}) {
  return authoriseInstall({ actor, hostId: room.hostId, input: authoriseInput.parse(input) });
}

describe('what keeps a host from being installed', () => {
  const refusal = () =>
    authorise().then(
      () => null,
      (error) => error.code,
    );

  test('each is said', async () => {
    await authorise();
    expect(await refusal()).toBe('ERR_INSTALL_OPEN');
    await cancelInstall({ actor, hostId: room.hostId });
    await db().artifact.deleteMany();
    expect(await refusal()).toBe('ERR_AGENT_NOT_BUILT');
    await db().image.updateMany({ data: { state: 'importing' } });
    expect(await refusal()).toBe('ERR_IMAGE_NOT_READY');
    await db().profile.updateMany({ data: { imageId: null } });
    expect(await refusal()).toBe('ERR_PROFILE_WITHOUT_IMAGE');
    await db().host.updateMany({ data: { profileId: null } });
    expect(await refusal()).toBe('ERR_HOST_WITHOUT_PROFILE');
    const error = await cancelInstall({ actor, hostId: room.hostId }).catch((one) => one);
    expect(error.code).toBe('ERR_NO_OPEN_INSTALL');
  });

  test('another team cannot see the host', async () => {
    actor = await insertTeam();
    expect(await refusal()).toBe('ERR_HOST_NOT_FOUND');
  });
});
