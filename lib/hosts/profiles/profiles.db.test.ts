import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { addHost } from '@/e2e/fixtures/host';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { createScript } from '@/lib/scripts/mutations';
import type { ScriptKind } from '@/lib/scripts/schema';
import { listProfiles, readProfile } from './data';
import { createProfile, deleteProfile, updateProfile } from './mutations';
import { newProfile } from './schema';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
  other = await insertTeam({ name: 'guests' });
});
afterAll(closeDatabase);

const unknownId = '00000000-0000-4000-8000-000000000000';
const missing = { code: 'ERR_PROFILE_NOT_FOUND', status: 404 };

async function script(kind: ScriptKind, title: string, as = actor): Promise<string> {
  const { id } = await createScript({ actor: as, kind, input: { title, text: title } });
  return id;
}

function image(as = actor) {
  const source = { kind: 'upload' };
  return db().image.create({
    data: { teamId: as.teamId, name: 'debian', format: 'raw', source },
  });
}

function make(fields: object, as = actor) {
  return createProfile({ actor: as, input: newProfile.parse({ name: 'worker', ...fields }) });
}

describe('a profile', () => {
  test('keeps everything, and its scripts in their order', async () => {
    const [c, a, b] = [
      await script('pre', 'c'),
      await script('pre', 'a'),
      await script('pre', 'b'),
    ];
    const post = await script('post', 'p');
    const { id: imageId } = await image();
    const profile = await make({
      imageId,
      preScriptIds: [c, a, b],
      postScriptIds: [post],
      parameters: { role: 'db', size: 3 },
      disk: { rule: 'path', value: '/dev/sda' },
    });
    expect(await readProfile({ actor, id: profile.id })).toMatchObject({
      name: 'worker',
      method: 'agent',
      image: { id: imageId, name: 'debian', state: 'waiting' },
      problem: 'Its image "debian" is not ready: waiting.',
      preScripts: [{ title: 'c', revision: 1 }, { title: 'a' }, { title: 'b' }],
      postScripts: [{ title: 'p' }],
      parameters: { role: 'db', size: 3 },
      disk: { rule: 'path', value: '/dev/sda' },
      hosts: 0,
    });
    const change = { preScriptIds: [b, c] };
    const changed = await updateProfile({ actor, id: profile.id, input: change });
    expect(changed.preScripts.map(({ title }) => title)).toEqual(['b', 'c']);
    expect(changed.postScripts.map(({ title }) => title)).toEqual(['p']);
    expect(changed.image?.id).toBe(imageId);
  });

  test('with a sub script loads an installer, and has no problem', async () => {
    const subScriptId = await script('sub', 'installer');
    const kickstartId = await script('kickstart', 'answers');
    expect(await make({ subScriptId, kickstartId })).toMatchObject({
      method: 'script',
      problem: null,
      subScript: { title: 'installer' },
      kickstart: { title: 'answers' },
    });
  });

  test('with neither says what is missing', async () => {
    expect((await make({})).problem).toBe('It has neither an image nor a sub script.');
  });

  test('has a name of its own within the team', async () => {
    const { id } = await make({});
    await make({ name: 'second' });
    await expect(make({})).rejects.toMatchObject({ code: 'ERR_NAME_TAKEN', status: 409 });
    await expect(updateProfile({ actor, id, input: { name: 'second' } })).rejects.toMatchObject({
      fields: [{ field: 'name' }],
    });
    await expect(make({}, other)).resolves.toBeDefined();
  });
});

describe('what a profile names', () => {
  test.each([
    ['subScriptId', 'sub', 'ERR_SUBSCRIPT_NOT_FOUND'],
    ['kickstartId', 'kickstart', 'ERR_KICKSTART_NOT_FOUND'],
    ['preScriptIds', 'pre', 'ERR_PREINSTALLSCRIPT_NOT_FOUND'],
    ['postScriptIds', 'post', 'ERR_POSTINSTALLSCRIPT_NOT_FOUND'],
  ] as const)("in %s must be the team's, and of that kind", async (field, kind, code) => {
    const many = field.endsWith('s');
    const wrongKind = await script(kind === 'sub' ? 'pre' : 'sub', 'wrong');
    const theirs = await script(kind, 'theirs', other);
    const { id } = await make({ name: 'there' });
    for (const wrong of [wrongKind, theirs, unknownId]) {
      const fields = { [field]: many ? [wrong] : wrong };
      const refused = { code, fields: [{ field: many ? `${field}.0` : field }] };
      await expect(make(fields)).rejects.toMatchObject(refused);
      await expect(updateProfile({ actor, id, input: fields })).rejects.toMatchObject(refused);
    }
  });

  test("as its image must be the team's", async () => {
    const theirs = await image(other);
    for (const imageId of [theirs.id, unknownId]) {
      await expect(make({ imageId })).rejects.toMatchObject({
        code: 'ERR_IMAGE_NOT_FOUND',
        fields: [{ field: 'imageId' }],
      });
    }
  });

  test('as a script twice is refused', () => {
    const preScriptIds = [unknownId, unknownId];
    expect(newProfile.safeParse({ name: 'x', preScriptIds }).success).toBe(false);
  });
});

describe('deleting', () => {
  test('removes the profile, and leaves its scripts', async () => {
    const pre = await script('pre', 'a');
    const { id } = await make({ preScriptIds: [pre] });
    expect(await deleteProfile({ actor, id })).toEqual({ id });
    await expect(readProfile({ actor, id })).rejects.toMatchObject(missing);
    expect(await db().script.count()).toBe(1);
  });

  test('is refused while hosts have it, and names five of them', async () => {
    const { id } = await make({});
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
      await addHost({ actor, name, profileId: id });
    }
    await expect(deleteProfile({ actor, id })).rejects.toMatchObject({
      code: 'ERR_PROFILE_IN_USE',
      status: 409,
      message:
        'The profile "worker" is used by a, b, c, d, e and 2 more. Give them another one first.',
    });
    expect((await readProfile({ actor, id })).hosts).toBe(7);
  });
});

test('profiles of another team are not found', async () => {
  const { id } = await make({});
  await expect(readProfile({ actor: other, id })).rejects.toMatchObject(missing);
  await expect(readProfile({ actor, id: 'nonsense' })).rejects.toMatchObject(missing);
  await expect(updateProfile({ actor: other, id, input: {} })).rejects.toMatchObject(missing);
  await expect(deleteProfile({ actor: other, id })).rejects.toMatchObject(missing);
  expect(await listProfiles({ actor: other })).toEqual([]);
});
