import { describe, expect, it } from 'vitest';
import { isFiltered, listAddress, readListQuery, sortedBy } from './list-query';

describe('readListQuery', () => {
  it('reads what the address asks for', () => {
    const params = { q: ' node ', state: 'failed', label: 'rack = a4', sort: 'address' };
    expect(readListQuery(params)).toEqual({
      query: { search: 'node', state: 'failed', label: 'rack=a4', sort: 'address' },
      wrong: [],
    });
  });

  it('leaves out what it cannot read, and names it', () => {
    const params = { state: 'asleep', label: 'Bad Label', sort: ['name', 'state'], q: '' };
    expect(readListQuery(params)).toEqual({
      query: {},
      wrong: ['state=asleep', 'label=Bad Label'],
    });
  });
});

describe('listAddress', () => {
  it('is read back as what it was made of', () => {
    const query = { search: 'a&b', label: 'rack=a4', sort: 'state', order: 'desc' } as const;
    const { searchParams } = new URL(listAddress(query), 'http://x');
    expect(readListQuery(Object.fromEntries(searchParams)).query).toEqual(query);
  });

  it('is short where nothing is asked', () => {
    expect(listAddress({ search: '', cursor: undefined })).toBe('/hosts');
  });
});

describe('sortedBy', () => {
  it('begins upwards, turns round, and goes to the first page', () => {
    expect(sortedBy({ cursor: 'x' }, 'name')).toEqual({ sort: 'name', order: 'desc' });
    expect(sortedBy({ sort: 'name', order: 'desc' }, 'name')).toEqual({
      sort: 'name',
      order: 'asc',
    });
    expect(sortedBy({ sort: 'name', order: 'desc' }, 'state')).toEqual({
      sort: 'state',
      order: 'asc',
    });
  });
});

it('an order alone is no filter', () => {
  expect(isFiltered({ sort: 'state', cursor: 'x' })).toBe(false);
  expect(isFiltered({ label: 'rack' })).toBe(true);
});
