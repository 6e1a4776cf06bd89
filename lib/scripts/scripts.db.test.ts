import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { sha256 } from '@/lib/core/secret';
import {
  listRevisions,
  listScripts,
  readRevision,
  readScript,
  readText,
  searchScripts,
} from './data';
import { createScript, deleteScript, restoreRevision, saveScript } from './mutations';

let actor: Actor;
let other: Actor;

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
