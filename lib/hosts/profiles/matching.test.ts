import { describe, expect, test } from 'vitest';
import {
  chooseProfile,
  compileProfiles,
  type MatchableProfile,
  type MatchedHost,
} from './matching';
import { type ProfileRule, profileRule } from './rules/schema';

const uuid = '4c4c4544-0032-3510-8048-b4c04f4d3232';
/** The same with its first three fields in the other byte order. */
const swapped = '44454c4c-3200-1035-8048-b4c04f4d3232';

function host(given: Partial<MatchedHost> = {}): MatchedHost {
  return {
    macs: ['52:54:00:77:00:01', 'aa:bb:cc:00:00:01'],
    uuid,
    serial: 'QM0001',
    arch: 'x86_64',
    address: '10.77.0.17',
    labels: { rack: 'a4', gpu: '' },
    profileId: null,
    ...given,
  };
}

/** A profile by its name, which is its id too. */
function profile(name: string, ...rules: ProfileRule[]): MatchableProfile {
  return { id: name, name, rules: rules.map((rule) => profileRule.parse(rule)), isDefault: false };
}

const standard = (name: string): MatchableProfile => ({ ...profile(name), isDefault: true });

function chosen(profiles: MatchableProfile[], given: Partial<MatchedHost> = {}): string | null {
  return chooseProfile({ host: host(given), profiles }).profile?.name ?? null;
}

describe('each condition', () => {
  test.each<[ProfileRule, Partial<MatchedHost>, boolean]>([
    [{ macPrefix: '52:54:00' }, {}, true],
    [{ macPrefix: 'aa:bb:cc' }, {}, true],
    [{ macPrefix: '52' }, {}, true],
    [{ macPrefix: '52:54:00:77:00:01' }, {}, true],
    [{ macPrefix: '52:54:00:77:00:02' }, {}, false],
    [{ macPrefix: '52:54:01' }, {}, false],
    [{ macPrefix: '52:54:00' }, { macs: [] }, false],
    [{ uuid }, {}, true],
    [{ uuid: swapped }, {}, true],
    [{ uuid }, { uuid: uuid.toUpperCase() }, true],
    [{ uuid }, { uuid: null }, false],
    [{ uuid }, { uuid: '4c4c4544-0032-3510-8048-b4c04f4d3233' }, false],
    [{ serial: 'qm0001' }, {}, true],
    [{ serial: 'QM0001' }, { serial: null }, false],
    [{ serial: 'QM0001' }, { serial: 'QM00011' }, false],
    [{ label: 'rack' }, {}, true],
    [{ label: 'rack=a4' }, {}, true],
    [{ label: 'rack=A4' }, {}, false],
    [{ label: 'gpu' }, {}, true],
    [{ label: 'gpu=' }, {}, true],
    [{ label: 'rack=' }, {}, false],
    [{ label: 'row' }, {}, false],
    [{ label: 'constructor' }, {}, false],
    [{ network: '10.77.0.0/24' }, {}, true],
    [{ network: '10.77.0.17/32' }, {}, true],
    [{ network: '0.0.0.0/0' }, {}, true],
    [{ network: '10.77.1.0/24' }, {}, false],
    [{ network: '10.77.0.0/28' }, {}, false],
    [{ network: '255.255.255.255/32' }, { address: '255.255.255.255' }, true],
    [{ network: '0.0.0.0/0' }, { address: null }, false],
    [{ arch: 'x86_64' }, {}, true],
    [{ arch: 'x86_64' }, { arch: 'i386' }, true],
    [{ arch: 'arm64' }, { arch: 'aarch64' }, true],
    [{ arch: 'x86_64' }, { arch: 'riscv64' }, false],
    [{ arch: 'x86_64' }, { arch: null }, false],
    [{ arch: 'x86_64', label: 'rack=a4', macPrefix: '52' }, {}, true],
    [{ arch: 'arm64', label: 'rack=a4', macPrefix: '52' }, {}, false],
  ])('%o at %o fits: %s', (rule, given, expected) => {
    const profiles = [profile('p', rule)];
    expect(compileProfiles(profiles)(host(given)).by).toBe(expected ? 'rule' : null);
    const { steps } = chooseProfile({ host: host(given), profiles });
    expect(steps).toMatchObject([{ outcome: expected ? 'won' : 'lost' }]);
  });
});

describe('precedence', () => {
  /** From the most to the least specific; each fits. */
  const order: [string, ProfileRule][] = [
    ['UUID', { uuid }],
    ['serial number', { serial: 'QM0001' }],
    ['MAC of 6 bytes', { macPrefix: '52:54:00:77:00:01' }],
    ['MAC of 5 bytes', { macPrefix: '52:54:00:77:00' }],
    ['MAC of 4 bytes', { macPrefix: 'aa:bb:cc:00' }],
    ['MAC of 3 bytes', { macPrefix: '52:54:00' }],
    ['MAC of 2 bytes', { macPrefix: '52:54' }],
    ['MAC of 1 byte', { macPrefix: '52' }],
    ["label's value", { label: 'rack=a4' }],
    ["label's name", { label: 'rack' }],
    ['address', { network: '10.77.0.17/32' }],
    ['network of /24', { network: '10.77.0.0/24' }],
    ['network of /8', { network: '10.0.0.0/8' }],
    ['every network', { network: '0.0.0.0/0' }],
    ['architecture', { arch: 'x86_64' }],
  ];

  test.each(
    order.slice(1).map(([name, rule], index) => [order[index]?.[0], name, order[index]?.[1], rule]),
  )('%s goes before %s', (_more, _less, more, less) => {
    // Named so that the names alone would decide otherwise.
    const profiles = [profile('a', less as ProfileRule), profile('z', more as ProfileRule)];
    expect(chosen(profiles)).toBe('z');
    expect(chosen(profiles.toReversed())).toBe('z');
  });

  test('by hand goes before every rule, and a rule before the default', () => {
    const profiles = [profile('byhand'), profile('rule', { uuid }), standard('default')];
    expect(chooseProfile({ host: host({ profileId: 'byhand' }), profiles })).toMatchObject({
      profile: { name: 'byhand' },
      by: 'hand',
      rule: null,
    });
    expect(chooseProfile({ host: host(), profiles })).toMatchObject({
      profile: { name: 'rule' },
      by: 'rule',
      rule: { uuid },
    });
    expect(chooseProfile({ host: host({ uuid: null }), profiles })).toMatchObject({
      profile: { name: 'default' },
      by: 'default',
      rule: null,
    });
    expect(chooseProfile({ host: host({ uuid: null }), profiles: [profile('x')] })).toEqual({
      profile: null,
      by: null,
      rule: null,
      steps: [],
    });
  });

  test('the default profile can have rules too', () => {
    const both = { ...profile('both', { arch: 'x86_64' }), isDefault: true };
    expect(chooseProfile({ host: host(), profiles: [both] }).by).toBe('rule');
    expect(chooseProfile({ host: host({ arch: null }), profiles: [both] }).by).toBe('default');
  });

  test('a rule of several conditions is as specific as the most specific of them', () => {
    const more = profile('z', { arch: 'x86_64', serial: 'QM0001' });
    const less = profile('a', { macPrefix: '52:54:00', label: 'rack=a4', network: '10.0.0.0/8' });
    expect(chosen([less, more])).toBe('z');
  });

  test('among equals the rule with more conditions, then the name, in any case of letters', () => {
    const one = profile('a', { macPrefix: '52:54:00' });
    const two = profile('z', { macPrefix: '52:54:00', arch: 'x86_64' });
    expect(chosen([one, two])).toBe('z');
    const other = profile('B', { macPrefix: 'aa:bb:cc' });
    expect(chosen([other, one])).toBe('a');
    expect(chosen([profile('b', { arch: 'x86_64' }), profile('B', { arch: 'x86_64' })])).toBe('B');
  });

  test('one rule of a profile that fits is enough', () => {
    expect(chosen([profile('p', { serial: 'other-1' }, { arch: 'x86_64' })])).toBe('p');
  });
});

test('every loser has its reason', () => {
  const profiles = [
    profile('boards', { macPrefix: '52:54:00' }, { arch: 'x86_64' }),
    profile('racks', { label: 'rack=b1' }),
    profile('gpus', { label: 'gpu', network: '10.77.0.0/24' }),
    profile('one', { uuid: '00000000-0000-4000-8000-000000000001' }),
    profile('arms', { arch: 'arm64' }),
    standard('all'),
  ];
  const { steps } = chooseProfile({ host: host(), profiles });
  expect(steps.map((step) => `${step.profile.name} ${step.outcome}: ${step.reason}`)).toEqual([
    `one lost: The UUID is ${uuid} and not 00000000-0000-4000-8000-000000000001.`,
    'boards won: A MAC begins with 52:54:00, and no rule before it fits.',
    'racks lost: The label rack is "a4" and not "b1".',
    `gpus lost: It has a label gpu and the address lies in 10.77.0.0/24, but "boards" comes before it: a MAC's first 3 bytes is more specific than a label.`,
    'arms lost: The architecture is x86_64 and not arm64.',
    'boards lost: The architecture is x86_64, but another rule of the same profile comes before it.',
    "all lost: It is the team's default, but a rule fits.",
  ]);
});

test('what is not known of a host is said', () => {
  const bare = host({ macs: [], uuid: null, serial: null, arch: null, address: null, labels: {} });
  const rule: ProfileRule = {
    macPrefix: '52',
    uuid,
    serial: 'QM1',
    label: 'rack=a',
    network: '10.0.0.0/8',
    arch: 'arm64',
  };
  const { steps } = chooseProfile({ host: bare, profiles: [profile('p', rule)] });
  expect(steps[0]?.reason).toBe(
    `No MAC begins with 52, no UUID is known (${uuid} is asked for), no serial number is known (QM1 is asked for), it has no label rack, no address is known (one in 10.0.0.0/8 is asked for) and no architecture is known (arm64 is asked for).`,
  );
});

test('whose name came first, and whose conditions were more, is said', () => {
  const tie = [
    profile('a', { arch: 'x86_64' }),
    profile('b', { arch: 'x86_64' }),
    profile('c', { arch: 'x86_64', network: '10.0.0.0/8' }),
    profile('d', { arch: 'x86_64', network: '11.0.0.0/8' }),
    profile('e', { network: '10.0.0.0/8' }),
  ];
  const reasons = chooseProfile({ host: host(), profiles: tie }).steps.map(({ reason }) => reason);
  expect(reasons).toEqual([
    'The address lies in 10.0.0.0/8 and the architecture is x86_64, and no rule before it fits.',
    'The address 10.77.0.17 does not lie in 11.0.0.0/8.',
    'The address lies in 10.0.0.0/8, but "c" comes before it: its rule has 2 conditions, and this one 1.',
    'The architecture is x86_64, but "c" comes before it: a network of /8 is more specific than an architecture.',
    'The architecture is x86_64, but "c" comes before it: a network of /8 is more specific than an architecture.',
  ]);
  const two = chooseProfile({ host: host(), profiles: tie.slice(0, 2) }).steps;
  expect(two[1]?.reason).toBe(
    'The architecture is x86_64, but "a" comes before it: both rules are as specific, and its name comes first.',
  );
});

test('10,000 hosts and 100 profiles take no time', () => {
  const profiles = Array.from({ length: 100 }, (_, index) =>
    profile(
      `p${index}`,
      { label: `rack=r${index}` },
      { network: `10.${index}.0.0/16` },
      { macPrefix: `52:54:${index.toString(16).padStart(2, '0')}` },
    ),
  );
  const hosts = Array.from({ length: 10_000 }, (_, index) =>
    host({
      macs: [`52:54:${(index % 256).toString(16).padStart(2, '0')}:00:00:01`],
      labels: { rack: `r${index % 300}` },
      address: `10.${index % 256}.0.1`,
      uuid: null,
    }),
  );
  const began = performance.now();
  const choose = compileProfiles(profiles);
  const found = hosts.filter((one) => choose(one).profile).length;
  expect(found).toBeGreaterThan(3_000);
  // About 60 ms on a slow machine of today; asking every rule takes fifty times as long.
  expect(performance.now() - began).toBeLessThan(2_000);
});
