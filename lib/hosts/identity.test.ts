import { describe, expect, test } from 'vitest';
import { swappedUuid, usableSerial, usableUuid, uuidKey } from './identity';

const uuid = '4c4c4544-0032-3510-8048-b4c04f4d3232';
const swapped = '44454c4c-3200-1035-8048-b4c04f4d3232';

test('a UUID is one in any case, with or without braces', () => {
  expect(usableUuid(uuid.toUpperCase())).toBe(uuid);
  expect(usableUuid(` {${uuid}} `)).toBe(uuid);
});

test.each([
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '03000200-0400-0500-0006-000700080009',
  '00020003-0004-0005-0006-000700080009',
  '12345678-1234-5678-90ab-cddeefaabbcc',
  'Not Settable',
  '4c4c4544-0032-3510-8048',
  '',
  null,
  undefined,
])('UUID %s identifies nothing', (text) => {
  expect(usableUuid(text)).toBeNull();
});

test('the byte orders of SMBIOS before and after 2.6 are one UUID', () => {
  expect(swappedUuid(uuid)).toBe(swapped);
  expect(swappedUuid(swapped)).toBe(uuid);
  expect(uuidKey(swapped)).toBe(uuidKey(uuid));
});

describe('serial numbers', () => {
  test.each([
    'Not Specified',
    'To be filled by O.E.M.',
    'Default string',
    'System Serial Number',
    '0123456789',
    'None',
    '00000000',
    '........',
    'x',
    '   ',
    null,
  ])('%s identifies nothing', (text) => {
    expect(usableSerial(text)).toBeNull();
  });

  test('a real one is compared without regard to case', () => {
    expect(usableSerial(' 5CG1234XYZ ')).toBe('5cg1234xyz');
  });
});
