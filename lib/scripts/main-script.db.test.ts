import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { isPublished, listScripts, mainScriptId, readMainScript } from './data';
import { library } from './library/library';
import { seedLibrary } from './library/seed';
import { deleteScript, saveMainScript, saveScript } from './mutations';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
  other = await insertTeam({ name: 'guests' });
});
afterAll(closeDatabase);

describe('the main script', () => {
  const text = '#!ipxe\necho one\n';

  test('is not found before the first, and one for all teams after it', async () => {
    await expect(readMainScript({ actor })).rejects.toMatchObject({
      code: 'ERR_MAINSCRIPT_SCRIPT_NOT_FOUND',
    });
    const first = await saveMainScript({ actor, text });
    const second = await saveMainScript({ actor, text: `${text}\n`, baseRevision: 1 });
    expect(second).toMatchObject({ id: first.id, revision: 2, title: 'Main script' });
    expect((await readMainScript({ actor: other })).text).toBe(`${text}\n`);
    expect(await mainScriptId()).toBe(first.id);
  });

  test('is one, whoever comes first of five at once', async () => {
    await Promise.all(
      [1, 2, 3, 4, 5].map((n) => saveMainScript({ actor, text: `${text}# ${n}\n` })),
    );
    expect(await db().script.count()).toBe(1);
    expect((await readMainScript({ actor })).revision).toBe(5);
  });

  test('is changed by no other team, and deleted by nobody', async () => {
    const { id } = await saveMainScript({ actor, text });
    await expect(
      saveScript({ actor: other, kind: 'main', id, change: { text: '#!ipxe\n' } }),
    ).rejects.toMatchObject({ status: 404 });
    await expect(deleteScript({ actor, kind: 'main', id })).rejects.toMatchObject({
      code: 'ERR_SCRIPT_IN_USE',
    });
  });

  test('must be one that bootloaders know as a script', async () => {
    await expect(saveMainScript({ actor, text: 'echo\n' })).rejects.toMatchObject({
      code: 'ERR_INVALID_INPUT',
      message: expect.stringContaining('#!ipxe'),
    });
    expect(await mainScriptId()).toBeNull();
  });

  test('is refused with the lines of its errors; warnings stop nothing', async () => {
    const broken = '#!ipxe\ngoto nowhere\nimgfrech http://10.77.0.1/x\n';
    await expect(saveMainScript({ actor, text: broken })).rejects.toMatchObject({
      code: 'ERR_INVALID_INPUT',
      fields: [
        { field: 'text', message: expect.stringMatching(/^Line 2: /) },
        { field: 'text', message: expect.stringMatching(/^Line 3: /) },
      ],
      data: { findings: [{ line: 2 }, { line: 3 }] },
    });
    expect(await mainScriptId()).toBeNull();
    const doubtful = '#!ipxe\nchain http://10.77.0.1/x\nexit\n';
    expect(await saveMainScript({ actor, text: doubtful })).toMatchObject({ revision: 1 });
  });

  test('is refused where no published bootloader knows a command of it', async () => {
    const needy = '#!ipxe\nnslookup server boot.lab.internal\nchain http://${server}/x ||\n';
    const loaders = [
      { name: 'undionly.kpxe', commands: ['chain', 'echo'], schemes: ['http'], features: [] },
    ];
    const value = {
      mainScriptId: actor.teamId,
      revision: 1,
      loaders: ['undionly.kpxe'],
      capabilities: { version: '1.21.1', loaders },
    };
    await db().setting.create({ data: { key: 'publication', value } });
    await expect(saveMainScript({ actor, text: needy })).rejects.toMatchObject({
      fields: [{ field: 'text', message: expect.stringMatching(/^Line 2: .*nslookup/) }],
    });
    expect(await mainScriptId()).toBeNull();
  });

  test('asks for its publication when it changes, and only then', async () => {
    await saveMainScript({ actor, text: '#!ipxe\n' });
    expect(await publishJobs()).not.toEqual([]);
    await db().$executeRaw`DELETE FROM pgboss.job`;
    await saveMainScript({ actor, text: '#!ipxe\n' });
    expect(await publishJobs()).toEqual([]);
    await saveMainScript({ actor, text });
    expect(await publishJobs()).toEqual(['Revision 2 of the main script was saved.']);
  });

  async function publishJobs(): Promise<string[]> {
    const jobs = await db().$queryRaw<{ data: { reason: string } }[]>`
      SELECT data FROM pgboss.job WHERE name = 'publish'`;
    return jobs.map(({ data }) => data.reason);
  }

  test('is published when bootloaders that carry it are', async () => {
    const { id } = await saveMainScript({ actor, text });
    expect(await isPublished({ id, revision: 1 })).toBe(false);
    const mark = { mainScriptId: id, revision: 1, loaders: [] as string[] };
    await db().setting.create({ data: { key: 'publication', value: mark } });
    expect(await isPublished({ id, revision: 1 })).toBe(false);
    const value = { ...mark, loaders: ['snponly.efi'] };
    await db().setting.update({ where: { key: 'publication' }, data: { value } });
    expect(await isPublished({ id, revision: 1 })).toBe(true);
    expect(await isPublished({ id, revision: 2 })).toBe(false);
  });
});

describe('the library', () => {
  test('is copied into a team once, and the main script only into the owning one', async () => {
    expect(await seedLibrary({ teamId: actor.teamId, owner: true })).toBe(library.length);
    expect(await seedLibrary({ teamId: actor.teamId, owner: true })).toBe(0);
    expect(await seedLibrary({ teamId: other.teamId, owner: false })).toBe(library.length - 1);
    const [main, ...rest] = library;
    expect((await readMainScript({ actor })).text).toBe(main?.text);
    const own = await listScripts({ actor: other });
    expect(
      own
        .filter(({ kind }) => kind !== 'main')
        .map(({ title }) => title)
        .sort(),
    ).toEqual(rest.map(({ title }) => title).sort());
  });
});
