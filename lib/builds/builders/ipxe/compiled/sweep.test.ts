import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withFileLock } from '@/lib/core/file-lock';
import { sweepBases } from './sweep';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'sweep-bases-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

/** A folder with something in it that was last used so many hours ago. */
async function put(name: string, hours: number): Promise<void> {
  const folder = path.join(root, name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'recipes.json'), '{}');
  const used = new Date(Date.now() - hours * 3_600_000);
  await utimes(folder, used, used);
}

const bases = async () =>
  (await readdir(root)).filter((name) => !name.startsWith('.')).sort((a, b) => a.localeCompare(b));

test('of many bases, those go that were used least lately', async () => {
  for (let hours = 10; hours < 30; hours += 1) await put(`b${hours}`, hours);
  await put('mine', 100);
  await sweepBases({ root, keep: 'mine' });
  expect(await bases()).toEqual([
    ...Array.from({ length: 11 }, (_, index) => `b${10 + index}`),
    'mine',
  ]);
  expect((await readdir(root)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a base that a build may be linking from stays, however many there are', async () => {
  for (let index = 0; index < 30; index += 1) await put(`b${index}`, 5);
  await sweepBases({ root, keep: 'mine' });
  expect(await bases()).toHaveLength(30);
});

test('several who sweep at once do not trip over each other', async () => {
  for (let hours = 10; hours < 40; hours += 1) await put(`b${hours}`, hours);
  await Promise.all(Array.from({ length: 4 }, () => sweepBases({ root, keep: 'mine' })));
  expect(await bases()).toEqual(Array.from({ length: 11 }, (_, index) => `b${10 + index}`));
});

test('halves go unless their base is being made', async () => {
  await put('.making/mine.0a', 0);
  await put('.making/dead.0b', 0);
  await put('.making/living.0c', 0);
  await withFileLock({
    file: path.join(root, '.locks', 'living'),
    signal: new AbortController().signal,
    work: () => sweepBases({ root, keep: 'mine' }),
  });
  expect(await readdir(path.join(root, '.making'))).toEqual(['living.0c']);
});
