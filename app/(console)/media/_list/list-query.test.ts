import { expect, test } from 'vitest';
import { chosenMedia, listAddress, readListQuery, sortedBy } from './list-query';
import type { MediumRow } from './medium-row';

const medium = (title: string, rest: Partial<MediumRow> = {}): MediumRow => ({
  id: title,
  kind: 'iso',
  title,
  state: 'done',
  reason: null,
  step: null,
  progress: 1,
  size: 1,
  url: null,
  links: [],
  requestedBy: 'ada@lab.internal',
  createdAt: '2026-01-01T00:00:00.000Z',
  ...rest,
});

const titles = (media: MediumRow[], params: Record<string, string>) =>
  chosenMedia(media, readListQuery(params))
    .map(({ title }) => title)
    .join(' ');

test('the address is read and written alike', () => {
  for (const address of [
    '/media',
    '/media?q=a+b&kind=iso&state=failed&sort=-size',
    '/media?sort=made',
  ]) {
    const params = Object.fromEntries(new URL(address, 'http://x').searchParams);
    expect(listAddress(readListQuery(params))).toBe(address);
  }
});

test('what no list has is left out', () => {
  expect(listAddress(readListQuery({ kind: 'agent', state: ['a', 'b'], sort: 'colour' }))).toBe(
    '/media',
  );
});

test('a column sorts the other way when it is pressed again', () => {
  const query = readListQuery({});
  expect(sortedBy(query, 'made')).toMatchObject({ sort: 'made', down: false });
  expect(sortedBy(query, 'title')).toMatchObject({ sort: 'title', down: false });
  expect(sortedBy(query, 'size')).toMatchObject({ sort: 'size', down: true });
});

test('narrows by kind, state and text, and sorts by every column', () => {
  const media = [
    medium('b', {
      size: 3,
      createdAt: '2026-01-02T00:00:00.000Z',
      links: [{ name: 'berlin', url: '' }],
    }),
    medium('A', {
      kind: 'grub',
      state: 'failed',
      size: null,
      createdAt: '2026-01-03T00:00:00.000Z',
    }),
    medium('c', { kind: 'syslinux', size: 2 }),
  ];
  expect(titles(media, {})).toBe('A b c');
  expect(titles(media, { sort: 'made' })).toBe('c b A');
  expect(titles(media, { sort: 'title' })).toBe('A b c');
  expect(titles(media, { sort: '-size' })).toBe('b c A');
  expect(titles(media, { sort: 'kind' })).toBe('A b c');
  expect(titles(media, { sort: '-state' })).toBe('A b c');
  expect(titles(media, { kind: 'grub' })).toBe('A');
  expect(titles(media, { state: 'done' })).toBe('b c');
  expect(titles(media, { q: 'BERLIN' })).toBe('b');
  expect(titles(media, { q: 'nobody' })).toBe('');
});
