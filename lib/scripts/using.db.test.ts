import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { countScripts, listScripts, readScript, searchScripts } from './data';
import { createScript, deleteScript } from './mutations';

let actor: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
});
afterAll(closeDatabase);

function createSub(title: string, text = '#!ipxe\n') {
  return createScript({ actor, kind: 'sub', input: { title, text } });
}

describe('deleting', () => {
  test('removes the script and its revisions', async () => {
    const { id } = await createSub('a');
    expect(await deleteScript({ actor, kind: 'sub', id })).toEqual({ id });
    await expect(readScript({ actor, kind: 'sub', id })).rejects.toMatchObject({ status: 404 });
    expect(await db().scriptRevision.count()).toBe(0);
  });

  test('is refused while profiles use it, and names them', async () => {
    const sub = await createSub('a');
    const pre = await createScript({ actor, kind: 'pre', input: { title: 'p', text: '' } });
    await db().profile.create({
      data: {
        teamId: actor.teamId,
        name: 'worker',
        subScriptId: sub.id,
        scripts: { create: { scriptId: pre.id, position: 0 } },
        hosts: { create: { teamId: actor.teamId, name: 'node-1' } },
      },
    });
    await db().profile.create({
      data: { teamId: actor.teamId, name: 'db', subScriptId: sub.id },
    });
    await expect(deleteScript({ actor, kind: 'sub', id: sub.id })).rejects.toMatchObject({
      code: 'ERR_SCRIPT_IN_USE',
      status: 409,
      message:
        'The sub script "a" is used by the profiles "db", "worker". Take it out there first.',
    });
    await expect(deleteScript({ actor, kind: 'pre', id: pre.id })).rejects.toMatchObject({
      message: expect.stringContaining('is used by the profile "worker"'),
    });
    const [listed] = await listScripts({ actor, kind: 'sub' });
    expect(listed?.usedBy.map(({ name, hosts }) => [name, hosts])).toEqual([
      ['db', 0],
      ['worker', 1],
    ]);
  });

  test('is refused while an installation that goes on has it pinned', async () => {
    const { id } = await createSub('a');
    const host = await db().host.create({ data: { teamId: actor.teamId, name: 'node-1' } });
    const install = await db().install.create({
      data: {
        hostId: host.id,
        teamId: actor.teamId,
        bootsAllowed: 1,
        expiresAt: new Date(Date.now() + 60_000),
        overwrite: false,
        plan: { subScript: { id, revision: 1, title: 'a' } },
        createdBy: actor.name,
      },
    });
    await expect(deleteScript({ actor, kind: 'sub', id })).rejects.toMatchObject({
      code: 'ERR_SCRIPT_IN_USE',
      message: expect.stringContaining('node-1'),
    });
    await db().install.update({ where: { id: install.id }, data: { state: 'installed' } });
    await expect(deleteScript({ actor, kind: 'sub', id })).resolves.toEqual({ id });
  });
});

describe('a list', () => {
  test('is by title, one kind or all, searched in title and text, in pages', async () => {
    await createSub('B', 'holds needle here');
    await createSub('a');
    await createSub('C needle');
    await createScript({ actor, kind: 'post', input: { title: 'd', text: '' } });
    const titles = async (query: Partial<Parameters<typeof listScripts>[0]>) =>
      (await listScripts({ actor, ...query })).map(({ title }) => title);
    expect(await titles({})).toEqual(['a', 'B', 'C needle', 'd']);
    expect(await titles({ kind: 'sub', search: 'NEEDLE' })).toEqual(['B', 'C needle']);
    const [first] = await listScripts({ actor, limit: 1 });
    expect(await titles({ limit: 2, after: first?.id })).toEqual(['B', 'C needle']);
    expect(await countScripts({ actor })).toEqual({
      main: 0,
      sub: 3,
      kickstart: 0,
      pre: 0,
      post: 1,
    });
  });

  test('looks for what was typed, and takes no character for a wildcard', async () => {
    await createSub('100%');
    await createSub('other');
    expect(await listScripts({ actor, search: '%' })).toHaveLength(1);
    expect(await listScripts({ actor, search: '_' })).toHaveLength(0);
    expect(await searchScripts({ actor, text: '%', limit: 5 })).toHaveLength(1);
  });
});
