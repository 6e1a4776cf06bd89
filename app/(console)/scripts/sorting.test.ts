import { expect, test } from 'vitest';
import type { ScriptSummary } from '@/lib/scripts/schema';
import { readSorting, sorted, writeSorting } from './sorting';

const script = (title: string, rest: Partial<ScriptSummary> = {}): ScriptSummary => ({
  id: title,
  kind: 'sub',
  title,
  revision: 1,
  sha256: '',
  bytes: 0,
  template: false,
  dialect: null,
  author: '',
  message: '',
  savedAt: '2026-01-01T00:00:00.000Z',
  createdAt: '2026-01-01T00:00:00.000Z',
  usedBy: [],
  ...rest,
});

const titles = (scripts: ScriptSummary[]) => scripts.map(({ title }) => title).join(' ');

test('the URL says by what, and in which direction', () => {
  expect(readSorting('-saved')).toEqual({ key: 'saved', down: true });
  expect(readSorting('size')).toEqual({ key: 'size', down: false });
  expect(readSorting('-nothing')).toEqual({ key: 'title', down: false });
  expect(readSorting(undefined)).toEqual({ key: 'title', down: false });
  expect(writeSorting(readSorting('-saved'))).toBe('-saved');
});

test('sorts by every key, and equals by title', () => {
  const scripts = [
    script('b', { bytes: 2, savedAt: '2026-01-03T00:00:00.000Z' }),
    script('C', { bytes: 1, usedBy: [{ id: '1', name: 'x', hosts: 2 }] }),
    script('a', { bytes: 2, kind: 'kickstart', revision: 9 }),
  ];
  expect(titles(sorted(scripts, { key: 'title', down: false }))).toBe('a b C');
  expect(titles(sorted(scripts, { key: 'title', down: true }))).toBe('C b a');
  expect(titles(sorted(scripts, { key: 'size', down: true }))).toBe('a b C');
  expect(titles(sorted(scripts, { key: 'kind', down: false }))).toBe('a b C');
  expect(titles(sorted(scripts, { key: 'revision', down: true }))).toBe('a b C');
  expect(titles(sorted(scripts, { key: 'used', down: true }))).toBe('C a b');
  expect(titles(sorted(scripts, { key: 'saved', down: true }))).toBe('b a C');
  expect(titles(scripts)).toBe('b C a');
});
