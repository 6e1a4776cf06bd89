import { describe, expect, test } from 'vitest';
import { diskRule, hostChange, hostName, newHost, parameters } from './schema';

test.each([
  ['node-17', 'node-17'],
  ['  Node-17 ', 'node-17'],
  ['7', '7'],
  ['a'.repeat(63), 'a'.repeat(63)],
])('the name %j becomes %s', (given, expected) => {
  expect(hostName.parse(given)).toBe(expected);
});

test.each(['', ' ', '-a', 'a-', 'a_b', 'a.b', 'a b', 'ä', 'a\nb', 'a,b', 'a'.repeat(64)])(
  'the name %j is refused',
  (given) => {
    expect(hostName.safeParse(given).success).toBe(false);
  },
);

describe('a new host', () => {
  test('needs a name and a MAC, and has defaults for all else', () => {
    expect(newHost.parse({ name: 'a', macs: ['52-54-00-77-00-01'] })).toEqual({
      name: 'a',
      macs: ['52:54:00:77:00:01'],
      address: null,
      profileId: null,
      parameters: {},
      labels: {},
      disk: null,
      bootloader: 'auto',
      localBoot: 'auto',
    });
  });

  test('names the second of two equal MACs in different spellings', () => {
    const result = newHost.safeParse({
      name: 'a',
      macs: ['52:54:00:77:00:01', '525400770002', '5254.0077.0001'],
    });
    expect(result.error?.issues).toMatchObject([
      { path: ['macs', 2], message: '52:54:00:77:00:01 is there twice.' },
    ]);
  });

  test('names the MAC that is none', () => {
    const result = newHost.safeParse({ name: 'a', macs: ['52:54:00:77:00:01', 'nonsense'] });
    expect(result.error?.issues.map((issue) => issue.path)).toEqual([['macs', 1]]);
  });

  test('without a MAC is refused', () => {
    expect(newHost.safeParse({ name: 'a', macs: [] }).success).toBe(false);
  });
});

test('a change keeps what it does not name', () => {
  expect(hostChange.parse({ address: null })).toEqual({ address: null });
});

test.each([
  [{ a: 'x', B_2: 1, 'c.d-e': true }, true],
  [{ a: 'with "quotes" and ${x}' }, true],
  [{ a: 'line\nbreak' }, false],
  [{ a: '\u0000' }, false],
  [{ a: null }, false],
  [{ a: {} }, false],
  [{ a: ['x'] }, false],
  [{ a: Number.NaN }, false],
  [{ a: Number.POSITIVE_INFINITY }, false],
  [{ '': 'x' }, false],
  [{ '1a': 'x' }, false],
  [{ 'a b': 'x' }, false],
  [{ a: 'x'.repeat(4097) }, false],
  [Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`p${index}`, 1])), false],
])('parameters %# are accepted: %s', (given, accepted) => {
  expect(parameters.safeParse(given).success).toBe(accepted);
});

test('a disk rule keeps a value only where it looks for one', () => {
  expect(diskRule.parse({ rule: 'largest', value: 'x' })).toEqual({ rule: 'largest', value: null });
  expect(diskRule.parse({ rule: 'path', value: ' /dev/sda ' })).toEqual({
    rule: 'path',
    value: '/dev/sda',
  });
});

test.each([
  [{ rule: 'smallest' }, true],
  [{ rule: 'largest' }, true],
  [{ rule: 'serial', value: 'QM00001' }, true],
  [{ rule: 'serial', value: 'WD-WX 12' }, true],
  [{ rule: 'serial', value: '' }, false],
  [{ rule: 'serial' }, false],
  [{ rule: 'serial', value: 'a\nb' }, false],
  [{ rule: 'path', value: '/dev/vda' }, true],
  [{ rule: 'path', value: '/dev/disk/by-id/nvme-eui.0025' }, true],
  [{ rule: 'path', value: '/dev/../etc/passwd' }, false],
  [{ rule: 'path', value: '/etc/passwd' }, false],
  [{ rule: 'path', value: '/dev/sd a' }, false],
  [{ rule: 'biggest' }, false],
])('the disk rule %j is accepted: %s', (given, accepted) => {
  expect(diskRule.safeParse(given).success).toBe(accepted);
});
