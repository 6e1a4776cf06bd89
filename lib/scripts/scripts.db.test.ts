import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { sha256 } from '@/lib/core/secret';
import {
  countScripts,
  isPublished,
  listRevisions,
  listScripts,
  mainScriptId,
  readMainScript,
  readRevision,
  readScript,
  readText,
  searchScripts,
} from './data';
import { library, seedLibrary } from './library/seed';
import {
  createScript,
  deleteScript,
  restoreRevision,
  saveMainScript,
  saveScript,
} from './mutations';

let actor: Actor;
let other: Actor;

beforeAll(() => emptyDatabase(databaseUrl()));
beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
  other = await insertTeam({ name: 'guests' });
});
afterAll(closeDatabase);

const unknownId = '00000000-0000-4000-8000-000000000000';

function createSub(title: string, text = '#!ipxe\n') {
  return createScript({ actor, kind: 'sub', input: { title, text } });
}

describe('a save', () => {
  test('adds a revision with author, message and checksum, and keeps the old ones', async () => {
    const { id } = await createSub('a', 'one');
    const saved = await saveScript({
      actor: { ...actor, name: 'second@lab.example' },
      kind: 'sub',
      id,
      change: { text: 'two', baseRevision: 1, message: 'why' },
    });
    expect(saved).toMatchObject({
      revision: 2,
      text: 'two',
      bytes: 3,
      sha256: sha256('two'),
      author: 'second@lab.example',
      message: 'why',
    });
    const revisions = await listRevisions({ actor, kind: 'sub', id });
    expect(revisions.map(({ number, author }) => [number, author])).toEqual([
      [2, 'second@lab.example'],
      [1, actor.name],
    ]);
    expect(await readRevision({ actor, kind: 'sub', id, number: 1 })).toMatchObject({
      text: 'one',
      sha256: sha256('one'),
    });
  });

  test('of the same text makes no revision, on whatever base', async () => {
    const { id } = await createSub('a', 'one');
    await saveScript({ actor, kind: 'sub', id, change: { text: 'two' } });
    const again = await saveScript({
      actor,
      kind: 'sub',
      id,
      change: { text: 'two', baseRevision: 1 },
    });
    expect(again.revision).toBe(2);
    expect(await listRevisions({ actor, kind: 'sub', id })).toHaveLength(2);
  });

  test('on an old base is refused, and handed what came between', async () => {
    const { id } = await createSub('a', 'one');
    const first = { ...actor, name: 'first@lab.example' };
    await saveScript({ actor: first, kind: 'sub', id, change: { text: 'two', baseRevision: 1 } });
    const second = saveScript({
      actor,
      kind: 'sub',
      id,
      change: { text: 'three', title: 'b', baseRevision: 1 },
    });
    await expect(second).rejects.toMatchObject({
      code: 'ERR_CONFLICT',
      status: 409,
      message: expect.stringContaining('first@lab.example saved revision 2'),
      data: { revision: { number: 2, text: 'two', author: 'first@lab.example' } },
    });
    expect(await readScript({ actor, kind: 'sub', id })).toMatchObject({ title: 'a', text: 'two' });
  });

  test('of ten at once on the same base lets one through', async () => {
    const { id } = await createSub('a', 'base');
    const saves = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        saveScript({
          actor,
          kind: 'sub',
          id,
          change: { text: `text ${index}`, baseRevision: 1 },
        }),
      ),
    );
    expect(saves.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = saves.flatMap((save) => (save.status === 'rejected' ? [save.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set(['ERR_CONFLICT']));
    expect((await readScript({ actor, kind: 'sub', id })).revision).toBe(2);
  });

  test('without a base wins over whatever is there', async () => {
    const { id } = await createSub('a', 'one');
    await saveScript({ actor, kind: 'sub', id, change: { text: 'two' } });
    const third = await saveScript({ actor, kind: 'sub', id, change: { text: 'three' } });
    expect(third).toMatchObject({ revision: 3, text: 'three' });
  });

  test('of a title alone makes no revision', async () => {
    const { id } = await createSub('a');
    const renamed = await saveScript({ actor, kind: 'sub', id, change: { title: 'b' } });
    expect(renamed).toMatchObject({ title: 'b', revision: 1 });
  });

  test('restores an old text as a new revision', async () => {
    const { id } = await createSub('a', 'one');
    await saveScript({ actor, kind: 'sub', id, change: { text: 'two' } });
    const restored = await restoreRevision({ actor, kind: 'sub', id, number: 1, baseRevision: 2 });
    expect(restored).toMatchObject({ revision: 3, text: 'one', message: 'Restored revision 1' });
    await expect(restoreRevision({ actor, kind: 'sub', id, number: 9 })).rejects.toMatchObject({
      code: 'ERR_REVISION_NOT_FOUND',
    });
  });

  test('is in the audit trail, without the text', async () => {
    const { id } = await createSub('a', 'a secret text');
    await saveScript({ actor, kind: 'sub', id, change: { text: 'another secret text' } });
    const entries = await db().auditEntry.findMany({ orderBy: { id: 'asc' } });
    expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
      ['sub-script.create', 'a'],
      ['sub-script.save', 'a'],
    ]);
    expect(JSON.stringify(entries.map(({ detail }) => detail))).not.toContain('secret text');
  });
});

describe('a title', () => {
  test('is unique within team and kind, and free in other ones', async () => {
    const { id } = await createSub('a');
    await createSub('b');
    await expect(createSub('a')).rejects.toMatchObject({ code: 'ERR_TITLE_TAKEN', status: 409 });
    await expect(
      saveScript({ actor, kind: 'sub', id, change: { title: 'b' } }),
    ).rejects.toMatchObject({ code: 'ERR_TITLE_TAKEN', fields: [{ field: 'title' }] });
    const input = { title: 'a', text: '' };
    await expect(createScript({ actor, kind: 'pre', input })).resolves.toBeDefined();
    await expect(createScript({ actor: other, kind: 'sub', input })).resolves.toBeDefined();
  });
});

describe('another team', () => {
  test('finds nothing, by whatever way', async () => {
    const { id } = await createSub('a');
    const wrong = { actor: other, kind: 'sub', id } as const;
    const missing = { code: 'ERR_SUBSCRIPT_NOT_FOUND', status: 404 };
    await expect(readScript(wrong)).rejects.toMatchObject(missing);
    await expect(listRevisions(wrong)).rejects.toMatchObject(missing);
    await expect(readRevision({ ...wrong, number: 1 })).rejects.toMatchObject(missing);
    await expect(saveScript({ ...wrong, change: { title: 'x' } })).rejects.toMatchObject(missing);
    await expect(deleteScript(wrong)).rejects.toMatchObject(missing);
    expect(await listScripts({ actor: other })).toEqual([]);
    expect(await searchScripts({ actor: other, text: 'a', limit: 5 })).toEqual([]);
  });
});

test.each(['nonsense', '1', unknownId, `${unknownId}'`])('the id %s is not found', async (id) => {
  for (const kind of ['main', 'sub', 'kickstart', 'pre', 'post'] as const) {
    const { notFoundCode } = (await import('./schema')).kindFacts[kind];
    await expect(readScript({ actor, kind, id })).rejects.toMatchObject({ code: notFoundCode });
    await expect(readText({ kind, id })).rejects.toMatchObject({ code: notFoundCode });
  }
});

test('a script of one kind is not found as another', async () => {
  const { id } = await createSub('a');
  await expect(readText({ kind: 'kickstart', id })).rejects.toMatchObject({
    code: 'ERR_KICKSTART_NOT_FOUND',
  });
});

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
