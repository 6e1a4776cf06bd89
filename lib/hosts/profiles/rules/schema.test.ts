import { describe, expect, test } from 'vitest';
import { profileRule, profileRules } from './schema';

const problems = (given: unknown) =>
  (profileRules.safeParse(given).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );

describe('a beginning of a MAC', () => {
  test.each([
    ['52:54:00', '52:54:00'],
    ['52-54-00', '52:54:00'],
    ['525400', '52:54:00'],
    ['5254.00', '52:54:00'],
    ['5254.0077', '52:54:00:77'],
    ['5254.0077.0001', '52:54:00:77:00:01'],
    ['525400770001', '52:54:00:77:00:01'],
    [' AA:BB:CC: ', 'aa:bb:cc'],
    ['a:b:c', '0a:0b:0c'],
    ['52', '52'],
    ['5254', '52:54'],
    ['0:1', '00:01'],
  ])('%s is %s', (text, expected) => {
    expect(profileRule.parse({ macPrefix: text })).toEqual({ macPrefix: expected });
  });

  test.each([
    ['', 'Write 1 to 6 bytes of a MAC, such as 52:54:00.'],
    ['5', 'Write 1 to 6 bytes of a MAC, such as 52:54:00.'],
    ['525', 'Write 1 to 6 bytes of a MAC, such as 52:54:00.'],
    ['52:54:0g', 'Write 1 to 6 bytes of a MAC, such as 52:54:00.'],
    ['52:54-00', 'Write 1 to 6 bytes of a MAC, such as 52:54:00.'],
    ['52:54:00:77:00:01:02', 'Write 1 to 6 bytes of a MAC, such as 52:54:00.'],
    ['01:00', '01:00 begins multicast addresses, which no card has.'],
    ['ff', 'ff begins multicast addresses, which no card has.'],
    ['00:00:00:00:00:00', '00:00:00:00:00:00 is the address of no card.'],
  ])('"%s" is none', (text, message) => {
    expect(problems([{ macPrefix: text }])).toEqual([`0.macPrefix: ${message}`]);
  });
});

describe('a network', () => {
  test.each(['10.77.0.0/24', '10.77.0.17/32', '0.0.0.0/0', '255.255.255.254/31'])('%s', (text) => {
    expect(profileRule.parse({ network: ` ${text} ` })).toEqual({ network: text });
  });

  test.each([
    ['10.77.0.0', 'Write a network such as 10.77.0.0/24.'],
    ['10.77.0.0/33', 'Write a network such as 10.77.0.0/24.'],
    ['10.77.0.0/024', 'Write a network such as 10.77.0.0/24.'],
    ['10.77.0/24', 'Write a network such as 10.77.0.0/24.'],
    ['10.77.0.256/24', 'Write a network such as 10.77.0.0/24.'],
    ['fd00::/8', 'Write a network such as 10.77.0.0/24.'],
    ['10.77.0.0/24/1', 'Write a network such as 10.77.0.0/24.'],
    ['10.77.3.17/22', '10.77.3.17/22 is an address within a network. Write 10.77.0.0/22.'],
    ['128.0.0.1/1', '128.0.0.1/1 is an address within a network. Write 128.0.0.0/1.'],
  ])('"%s" is none', (text, message) => {
    expect(problems([{ network: text }])).toEqual([`0.network: ${message}`]);
  });
});

test.each([
  [
    { uuid: '{4C4C4544-0032-3510-8048-B4C04F4D3232}' },
    { uuid: '4c4c4544-0032-3510-8048-b4c04f4d3232' },
  ],
  [{ serial: ' QM0001 ' }, { serial: 'QM0001' }],
  [{ label: ' rack = a4 ' }, { label: 'rack=a4' }],
  [{ label: 'rack' }, { label: 'rack' }],
  [{ label: 'rack=' }, { label: 'rack=' }],
  [{ label: 'url=http://x/?a=b' }, { label: 'url=http://x/?a=b' }],
  [{ arch: 'AMD64' }, { arch: 'x86_64' }],
  [{ arch: 'i386' }, { arch: 'x86_64' }],
  [{ arch: 'aarch64', serial: undefined }, { arch: 'arm64' }],
])('%o is kept as %o', (given, expected) => {
  expect(profileRule.parse(given)).toEqual(expected);
});

test.each([
  [
    {},
    '0: A rule without a condition would fit every host. Make the profile the default one for that.',
  ],
  [
    { arch: undefined },
    '0: A rule without a condition would fit every host. Make the profile the default one for that.',
  ],
  [{ uuid: 'x' }, '0.uuid: Write a UUID such as 4c4c4544-0042-3510-8051-b4c04f4b3532.'],
  [
    { uuid: '03000200-0400-0500-0006-000700080009' },
    '0.uuid: Many machines share this UUID, so it tells none of them apart.',
  ],
  [
    { serial: 'To be filled by O.E.M.' },
    '0.serial: Many machines share this serial number, so it tells none of them apart.',
  ],
  [{ serial: 'a\nb' }, '0.serial: Write it in one line.'],
  [{ arch: 'sparc' }, '0.arch: Write x86_64 or arm64.'],
  [
    { label: 'a=\u0007' },
    '0.label: Control characters and line breaks are not allowed in a value.',
  ],
  [{ mac: '52', arch: 'arm64' }, '0: Unrecognized key: "mac"'],
])('%o is refused', (given, message) => {
  expect(problems([given])).toEqual([message]);
});

test('a label without a name is refused', () => {
  expect(problems([{ label: '=x' }])[0]).toMatch(/^0\.label: A label's name has small letters/);
});

test('the same rule twice, and more than 100, are refused', () => {
  const twice = [
    { macPrefix: '52:54:00', arch: 'x86_64' },
    { arch: 'amd64', macPrefix: '52-54-00' },
  ];
  expect(problems(twice)).toEqual(['1: This rule is there twice.']);
  const many = Array.from({ length: 101 }, (_, index) => ({ label: `n${index}` }));
  expect(problems(many)).toEqual([': At most 100 rules.']);
});
