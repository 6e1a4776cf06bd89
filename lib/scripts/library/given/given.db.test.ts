import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { addMissingScripts, deleteScript, saveScript } from '../../mutations';
import { library } from '../library';
import { givenKey } from './data';
import { completeLibraries } from './mutations';

let actor: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ owner: true });
});
afterAll(closeDatabase);

async function titles(): Promise<string[]> {
  const rows = await db().script.findMany({ where: { teamId: actor.teamId } });
  return rows.map(({ kind, title }) => `${kind} ${title}`).sort();
}

const all = library.map(({ kind, title }) => `${kind} ${title}`).sort();

test('a new team gets all of them, as templates and in their dialects, once', async () => {
  expect(await completeLibraries()).toBe(library.length);
  expect(await completeLibraries()).toBe(0);
  expect(await titles()).toEqual(all);
  const [revision] = await db().scriptRevision.findMany({
    where: { script: { title: 'Ubuntu by autoinstall' } },
  });
  expect(revision).toMatchObject({ template: true, dialect: 'autoinstall', number: 1 });
  const other = await insertTeam();
  expect(await completeLibraries()).toBe(library.length - 1);
  expect(await db().script.count({ where: { teamId: other.teamId, kind: 'main' } })).toBe(0);
});

test('what was deleted does not come back, and what was edited stays', async () => {
  await completeLibraries();
  const find = (title: string) => db().script.findFirstOrThrow({ where: { title } });
  await deleteScript({ actor, kind: 'post', id: (await find('Greeting')).id });
  const { id } = await find('Fedora by kickstart');
  await saveScript({ actor, kind: 'kickstart', id, change: { text: 'text\n', template: false } });
  expect(await completeLibraries()).toBe(0);
  expect(await titles()).toEqual(all.filter((title) => title !== 'post Greeting'));
});

test('a team of an earlier version gets what is new, and nothing that it had before', async () => {
  const theirs = { kind: 'sub' as const, title: 'Menu', text: '#!ipxe\nshell\n', message: 'mine' };
  await addMissingScripts({ teamId: actor.teamId, author: 'someone', scripts: [theirs] });
  await completeLibraries();
  const had = await titles();
  expect(had).toContain('sub Fedora installer');
  expect(had).not.toContain('sub Local disk');
  const menu = await db().scriptRevision.findMany({ where: { script: { title: 'Menu' } } });
  expect(menu.map(({ text }) => text)).toEqual([theirs.text]);
  const { value } = await db().setting.findUniqueOrThrow({ where: { key: givenKey } });
  expect(Object.keys(value as object)).toEqual([actor.teamId]);
});
