import { describe, expect, test } from 'vitest';
import type { GateInstall } from '@/lib/hosts/installs/gate';
import type { InstallPlan } from '@/lib/hosts/installs/schema';
import { decide, withoutBoot } from './decide';
import type { BootFacts } from './facts';
import { Roster } from './roster/roster';
import type { BootHost, BootInstall } from './view';

const now = Date.parse('2026-01-01T12:00:00Z');
const fingerprint = 'a'.repeat(64);
const uuid = '4c4c4544-0032-3510-8048-b4c04f4d3232';

function host(given: Partial<BootHost> = {}): BootHost {
  return {
    id: 'host-1',
    teamId: 'team',
    name: 'node-17',
    address: null,
    uuid: null,
    serial: null,
    arch: null,
    firmware: null,
    vendor: null,
    product: null,
    macs: ['52:54:00:77:00:01'],
    localBoot: 'auto',
    labels: {},
    rescue: null,
    ...given,
  };
}

function install(
  given: { gate?: Partial<GateInstall>; plan?: Partial<InstallPlan> } = {},
): BootInstall {
  return {
    id: 'install-1',
    hostId: 'host-1',
    gate: {
      state: 'authorised',
      method: 'agent',
      bootsAllowed: 3,
      bootsUsed: 0,
      expiresAt: now + 1,
      overwrite: false,
      disk: null,
      eventSeq: 0,
      heardAt: null,
      booted: false,
      reason: null,
      ...given.gate,
    },
    plan: {
      method: 'agent',
      profile: { id: 'p', name: 'worker', parameters: {} },
      host: null,
      parameters: {},
      subScript: null,
      kickstart: null,
      image: null,
      disk: { rule: 'smallest', value: null },
      preScripts: [],
      postScripts: [],
      sshKeys: [],
      links: {},
      agent: { fingerprint },
      ...given.plan,
    },
  };
}

function view(given: { hosts?: BootHost[]; install?: BootInstall; agent?: boolean } = {}): Roster {
  const roster = new Roster();
  for (const one of given.hosts ?? [host()]) roster.putHost(one);
  if (given.install) roster.putInstall(given.install);
  if (given.agent !== false) {
    roster.putArtifact({ fingerprint, kind: 'agent', files: [], main: null });
  }
  return roster;
}

function facts(given: Partial<BootFacts> = {}): BootFacts {
  return {
    macs: ['52:54:00:77:00:01'],
    uuid: null,
    serial: null,
    arch: 'x86_64',
    platform: 'efi',
    vendor: null,
    product: null,
    asset: null,
    medium: false,
    address: null,
    ...given,
  };
}

const reasons = (decision: ReturnType<typeof decide>) =>
  decision.reasons.map(({ rule, outcome, text }) => `${rule} ${outcome}: ${text}`);

describe('which host', () => {
  const two = [
    host({ uuid, serial: 'SER-1' }),
    host({ id: 'host-2', name: 'node-18', macs: ['52:54:00:77:00:02'], serial: 'SER-2' }),
  ];

  test('any MAC wins over UUID and serial', () => {
    const asked = facts({
      macs: ['52:54:00:aa:aa:aa', '52:54:00:77:00:02'],
      uuid,
      serial: 'SER-1',
    });
    const decision = decide({ facts: asked, view: view({ hosts: two }), now });
    expect(decision.host?.name).toBe('node-18');
    expect(decision.matchedBy).toEqual({ rule: 'mac', value: '52:54:00:77:00:02' });
  });

  test('the card that booted comes before the others', () => {
    const asked = facts({ macs: ['52:54:00:77:00:02', '52:54:00:77:00:01'] });
    expect(decide({ facts: asked, view: view({ hosts: two }), now }).host?.name).toBe('node-18');
  });

  test('then the UUID, in either byte order, then the serial', () => {
    const by = (given: Partial<BootFacts>) =>
      decide({ facts: facts({ macs: [], ...given }), view: view({ hosts: two }), now }).matchedBy
        ?.rule;
    expect(by({ uuid, serial: 'SER-2' })).toBe('uuid');
    expect(by({ uuid: '44454C4C-3200-1035-8048-B4C04F4D3232' })).toBe('uuid');
    expect(by({ uuid: 'ffffffff-ffff-ffff-ffff-ffffffffffff', serial: 'ser-2' })).toBe('serial');
  });

  test('a UUID that two hosts have decides nothing', () => {
    const twins = [host({ uuid }), host({ id: 'host-2', name: 'node-18', macs: [], uuid })];
    const decision = decide({
      facts: facts({ macs: [], uuid }),
      view: view({ hosts: twins }),
      now,
    });
    expect(decision.kind).toBe('unknown');
    expect(reasons(decision)).toContain(
      `uuid lost: UUID ${uuid} belongs to 2 hosts (node-17, node-18), so it decides nothing.`,
    );
  });

  test('a stranger learns nothing, and every rule says why', () => {
    const asked = facts({ macs: ['52:54:00:aa:aa:aa'], serial: 'Not Specified' });
    const decision = decide({ facts: asked, view: view(), now });
    expect(decision.kind).toBe('unknown');
    expect(reasons(decision)).toEqual([
      'mac lost: MAC 52:54:00:aa:aa:aa belongs to no host.',
      'uuid skipped: The machine told no UUID.',
      'serial skipped: Serial "Not Specified" is a placeholder that many machines share.',
      'stranger won: No host matches, so the machine is a stranger and gets no script.',
    ]);
  });
});

describe('what it gets', () => {
  test('an authorised install by the agent', () => {
    const decision = decide({ facts: facts(), view: view({ install: install() }), now });
    expect(decision).toMatchObject({ kind: 'agent', fingerprint, install: { id: 'install-1' } });
    expect(reasons(decision)).toEqual([
      'mac won: MAC 52:54:00:77:00:01 belongs to node-17.',
      'gate won: An install is authorised: boot 1 of 3.',
    ]);
  });

  test('an authorised install by a sub script', () => {
    const given = install({ gate: { method: 'script' }, plan: { method: 'script' } });
    expect(decide({ facts: facts(), view: view({ install: given }), now }).kind).toBe('script');
  });

  test('without the agent it was authorised with, no boot is used up', () => {
    const decision = decide({
      facts: facts(),
      view: view({ install: install(), agent: false }),
      now,
    });
    expect(decision).toMatchObject({ kind: 'local-disk', ends: null });
    expect(reasons(decision)[2]).toContain('artifact lost: The agent that was authorised');
  });

  test('without an install, the local disk', () => {
    const decision = decide({ facts: facts(), view: view(), now });
    expect(decision).toMatchObject({ kind: 'local-disk', how: 'exit', ends: null });
    expect(reasons(decision)).toEqual([
      'mac won: MAC 52:54:00:77:00:01 belongs to node-17.',
      'gate lost: No install is authorised.',
      'disk won: The machine boots its local disk: iPXE exits, and the firmware goes on.',
    ]);
  });

  test('in the middle of an installation, the local disk, and the install ends', () => {
    const given = install({ gate: { state: 'installing', bootsUsed: 1 } });
    const decision = decide({ facts: facts(), view: view({ install: given }), now });
    expect(decision).toMatchObject({ kind: 'local-disk', ends: 'install-1' });
  });

  test('when the store refuses to count the boot, the local disk, with its reason', () => {
    const decision = decide({ facts: facts(), view: view({ install: install() }), now });
    if (decision.kind !== 'agent') throw new Error('not the agent');
    const final = withoutBoot({ decision, facts: facts(), reason: 'The database is away.' });
    expect(final).toMatchObject({ kind: 'local-disk', ends: null });
    expect(reasons(final)).toContain('gate lost: The database is away.');
  });

  test.each([
    ['auto', 'efi', 'exit'],
    ['auto', 'pcbios', 'sanboot'],
    ['auto', null, 'ask'],
    ['sanboot', 'efi', 'sanboot'],
    ['exit', 'pcbios', 'exit'],
  ] as const)('local boot %s on %s is %s', (localBoot, platform, how) => {
    const given = view({ hosts: [host({ localBoot })] });
    expect(decide({ facts: facts({ platform }), view: given, now })).toMatchObject({ how });
  });
});

test('a host that changes its MAC leaves nothing behind', () => {
  const roster = view();
  roster.putHost(host({ macs: ['52:54:00:77:00:09'] }));
  expect(roster.hostByMac('52:54:00:77:00:01')).toBeUndefined();
  expect(roster.hostByMac('52:54:00:77:00:09')?.name).toBe('node-17');
  roster.putHost(host({ id: 'host-2', name: 'node-18', macs: ['52:54:00:77:00:09'] }));
  roster.removeHost('host-1');
  expect(roster.hostByMac('52:54:00:77:00:09')?.name).toBe('node-18');
});

describe('a rescue boot', () => {
  const rescue = {
    scriptId: '6f1d3c7e-8f0e-4e63-9a53-0d6d1a8e0001',
    revision: 3,
    title: 'Rescue shell',
    until: new Date(now + 60_000).toISOString(),
    by: 'someone@lab.example',
  };
  const ordered = 'A rescue boot into "Rescue shell" was ordered by someone@lab.example';
  const asked = (given: { install?: BootInstall; rescue?: typeof rescue; at?: number }) =>
    decide({
      facts: facts(),
      view: view({
        hosts: [host({ rescue: given.rescue ?? rescue })],
        install: given.install,
      }),
      now: given.at ?? now,
    });

  test('is given where nothing is authorised', () => {
    const decision = asked({});
    expect(decision).toMatchObject({ kind: 'rescue', host: { name: 'node-17' }, rescue });
    expect(reasons(decision)).toEqual([
      'mac won: MAC 52:54:00:77:00:01 belongs to node-17.',
      'gate lost: No install is authorised.',
      `rescue won: ${ordered}.`,
    ]);
  });

  test.each(['installed', 'failed', 'expired', 'cancelled'] as const)(
    'is given after an install that is %s, and ends nothing',
    (state) => {
      expect(asked({ install: install({ gate: { state } }) })).toMatchObject({ kind: 'rescue' });
    },
  );

  test.each(['authorised', 'booting'] as const)('waits for an install that is %s', (state) => {
    const decision = asked({ install: install({ gate: { state } }) });
    expect(decision.kind).toBe('agent');
    expect(reasons(decision)).toContain(
      `rescue lost: ${ordered}, but an install is open, and that goes first.`,
    );
  });

  test('does not hide that the machine restarted in the middle of its installation', () => {
    const decision = asked({ install: install({ gate: { state: 'installing' } }) });
    expect(decision).toMatchObject({ kind: 'local-disk', ends: 'install-1' });
    expect(reasons(decision)).toContain(
      `rescue lost: ${ordered}, but an install is open, and that goes first.`,
    );
  });

  test('is void when its time is over', () => {
    const decision = asked({ at: now + 60_000 });
    expect(decision).toMatchObject({ kind: 'local-disk', ends: null });
    expect(reasons(decision)).toContain(
      `rescue lost: ${ordered}, but the time in which it had to come is over.`,
    );
  });

  test('becomes the local disk where it could not be used up', () => {
    const decision = asked({});
    if (decision.kind !== 'rescue') throw new Error('no rescue boot');
    const refused = withoutBoot({ decision, facts: facts(), reason: 'The database is away.' });
    expect(refused).toMatchObject({ kind: 'local-disk', how: 'exit', ends: null });
    expect(reasons(refused).slice(-2)).toEqual([
      'rescue lost: The database is away.',
      'disk won: The machine boots its local disk: iPXE exits, and the firmware goes on.',
    ]);
  });
});
