import { describe, expect, test } from 'vitest';
import { atBoot, atCancel, atSweep, type GateInstall, serves } from './gate';
import { atEvent } from './gate-reports';
import { type AgentEvent, agentEvent } from './reports/schema';
import { type InstallState, installStates } from './schema';

const now = Date.parse('2026-01-01T12:00:00Z');
const minute = 60_000;
const disk = {
  path: '/dev/vda',
  size: 20e9,
  serial: 'S1',
  model: null,
  hasData: false,
  what: null,
};

function install(given: Partial<GateInstall> = {}): GateInstall {
  return {
    state: 'authorised',
    method: 'agent',
    bootsAllowed: 3,
    bootsUsed: 0,
    expiresAt: now + 60 * minute,
    overwrite: false,
    disk: null,
    eventSeq: 0,
    heardAt: null,
    booted: false,
    reason: null,
    ...given,
  };
}

const events = {
  'agent-started': { type: 'agent-started' },
  inventory: { type: 'inventory', inventory: {} },
  'script-started': { type: 'script-started', phase: 'pre' },
  'script-finished': { type: 'script-finished', phase: 'pre', exitCode: 0 },
  claim: { type: 'claim', disk },
  'image-progress': { type: 'image-progress', bytes: 1, total: 2 },
  'image-written': { type: 'image-written', bytes: 2 },
  step: { type: 'step', name: 'grow' },
  finished: { type: 'finished' },
  failed: { type: 'failed', reason: 'no disk' },
  'first-boot': { type: 'first-boot' },
} as const;
type EventType = keyof typeof events;

function event(type: EventType, more: Record<string, unknown> = {}): AgentEvent {
  return agentEvent.parse({ seq: 5, ...events[type], ...more });
}

function report(state: Partial<GateInstall>, one: AgentEvent, imageBytes: number | null = null) {
  return atEvent({
    install: install(state),
    event: one,
    imageBytes,
    diskRule: { rule: 'smallest', value: null },
  });
}

/** One word for an answer: the new state, `ok`, or `no`. */
function word(answer: ReturnType<typeof atEvent>): string {
  if (!answer.ok) return 'no';
  return answer.transition?.to ?? 'ok';
}

describe('a machine asks how to boot', () => {
  test('every state has its answer, and only an authorised one installs', () => {
    const answers = Object.fromEntries(
      installStates.map((state) => {
        const given = install({ state, bootsUsed: state === 'authorised' ? 0 : 1 });
        const { answer, transition } = atBoot({ install: given, now });
        return [state, `${answer} ${transition?.to ?? '-'}`];
      }),
    );
    expect(answers).toEqual({
      authorised: 'install booting',
      booting: 'install booting',
      installing: 'local-disk failed',
      installed: 'local-disk -',
      failed: 'local-disk -',
      expired: 'local-disk -',
      cancelled: 'local-disk -',
    });
  });

  test('without an install it boots its local disk', () => {
    expect(atBoot({ install: null, now })).toEqual({
      answer: 'local-disk',
      transition: null,
      reason: 'No install is authorised.',
    });
  });

  test('boots are used up one by one', () => {
    const answers = [0, 1, 2, 3, 4].map(
      (bootsUsed) => atBoot({ install: install({ state: 'booting', bootsUsed }), now }).answer,
    );
    expect(answers).toEqual(['install', 'install', 'install', 'local-disk', 'local-disk']);
  });

  test('after the last boot it expires, and says what was missing', () => {
    const agent = install({ state: 'booting', bootsUsed: 3 });
    expect(atBoot({ install: agent, now })).toMatchObject({
      transition: {
        to: 'expired',
        reason: expect.stringContaining('its agent never came as far as the disk'),
      },
    });
    const script = install({ state: 'booting', method: 'script', bootsAllowed: 1, bootsUsed: 1 });
    expect(atBoot({ install: script, now })).toMatchObject({
      transition: { to: 'expired', reason: expect.stringContaining('1 of 1 boot,') },
    });
  });

  test('the time ends at its last millisecond', () => {
    const given = install({ expiresAt: now });
    expect(atBoot({ install: given, now: now - 1 }).answer).toBe('install');
    expect(atBoot({ install: given, now })).toMatchObject({
      answer: 'local-disk',
      transition: { to: 'expired' },
    });
  });

  test('a restart in the middle of the installation is never a second installation', () => {
    const answer = atBoot({ install: install({ state: 'installing', bootsUsed: 1, disk }), now });
    expect(answer.answer).toBe('local-disk');
    expect(answer.transition?.reason).toContain('restarted in the middle');
  });
});

describe('a machine reports', () => {
  const table: Record<EventType, string[]> = {
    //                 authorised booting installing installed failed expired cancelled
    'agent-started': ['no', 'ok', 'ok', 'no', 'no', 'no', 'no'],
    inventory: ['no', 'ok', 'ok', 'no', 'no', 'no', 'no'],
    'script-started': ['no', 'ok', 'ok', 'no', 'no', 'no', 'no'],
    'script-finished': ['no', 'ok', 'ok', 'no', 'no', 'no', 'no'],
    claim: ['no', 'installing', 'no', 'no', 'no', 'no', 'no'],
    'image-progress': ['no', 'ok', 'ok', 'no', 'no', 'no', 'no'],
    'image-written': ['no', 'ok', 'ok', 'no', 'no', 'no', 'no'],
    step: ['no', 'ok', 'ok', 'no', 'no', 'no', 'no'],
    finished: ['no', 'no', 'installed', 'ok', 'installed', 'installed', 'installed'],
    failed: ['no', 'failed', 'failed', 'no', 'ok', 'failed', 'ok'],
    'first-boot': ['no', 'no', 'installed', 'ok', 'installed', 'installed', 'installed'],
  };

  test.each(Object.entries(table))('%s in every state', (type, expected) => {
    const answers = installStates.map((state) => {
      const claimed = !['authorised', 'booting'].includes(state);
      const given = {
        state,
        bootsUsed: state === 'authorised' ? 0 : 1,
        disk: claimed ? disk : null,
      };
      return word(report(given, event(type as EventType)));
    });
    expect(answers).toEqual(expected);
  });

  test('where nothing was claimed, nothing can have been finished', () => {
    for (const state of ['booting', 'failed', 'expired', 'cancelled'] as InstallState[]) {
      expect(word(report({ state, bootsUsed: 1 }, event('finished')))).toBe('no');
      expect(word(report({ state, bootsUsed: 1 }, event('first-boot')))).toBe('no');
    }
  });

  test('an installer started by a script claims nothing, and finishes from its boot on', () => {
    const method = 'script' as const;
    const at = (state: InstallState, bootsUsed: number) =>
      word(report({ state, method, bootsUsed }, event('finished')));
    expect(at('authorised', 0)).toBe('no');
    expect(at('booting', 1)).toBe('installed');
    expect(at('expired', 1)).toBe('installed');
    expect(at('expired', 0)).toBe('no');
    expect(word(report({ state: 'booting', method, bootsUsed: 1 }, event('claim')))).toBe('no');
  });

  test('a late end is marked as late', () => {
    expect(report({ state: 'expired', bootsUsed: 1, disk }, event('finished'))).toMatchObject({
      late: true,
    });
    expect(report({ state: 'installing', bootsUsed: 1, disk }, event('finished'))).toMatchObject({
      late: false,
    });
  });

  test('a report sent again changes nothing', () => {
    const given = { state: 'booting', bootsUsed: 1, eventSeq: 5 } as const;
    expect(report(given, event('step'))).toMatchObject({ ok: true, repeated: true });
    expect(report(given, event('step', { seq: 6 }))).toMatchObject({ ok: true, repeated: false });
  });

  test('the first boot is one event, however often it is told', () => {
    const given = { state: 'installed', bootsUsed: 1, disk } as const;
    const first = event('first-boot', { seq: 1_000_000 });
    expect(report(given, first)).toMatchObject({ ok: true, repeated: false });
    expect(report({ ...given, booted: true }, first)).toMatchObject({ ok: true, repeated: true });
  });

  test('scripts that do not number their reports are heard each time', () => {
    const given = { state: 'booting', bootsUsed: 1, eventSeq: 5 } as const;
    expect(report(given, event('step', { seq: 0 }))).toMatchObject({ repeated: false });
  });
});

describe('a claim', () => {
  const booting = { state: 'booting', bootsUsed: 1 } as const;
  const full = { ...disk, hasData: true, what: 'ext4 "data"' };

  test('an empty disk is granted', () => {
    expect(word(report(booting, event('claim')))).toBe('installing');
  });

  test('a disk that holds data needs the authorisation to overwrite', () => {
    const claim = event('claim', { disk: full });
    expect(report(booting, claim)).toEqual({
      ok: false,
      reason:
        '/dev/vda holds data (ext4 "data"), and this install was not authorised to overwrite it. Authorise it again with "overwrite".',
    });
    expect(word(report({ ...booting, overwrite: true }, claim))).toBe('installing');
  });

  test('a disk smaller than the image is refused, one of its size is not', () => {
    expect(report(booting, event('claim'), 20e9 + 1)).toEqual({
      ok: false,
      reason: '/dev/vda is too small: it has 20000000000 bytes and the image needs 20000000001.',
    });
    expect(word(report(booting, event('claim'), 20e9))).toBe('installing');
  });

  test('the serial that the profile asks for is checked here too', () => {
    const asked = (value: string) =>
      atEvent({
        install: install(booting),
        event: event('claim'),
        imageBytes: null,
        diskRule: { rule: 'serial', value },
      });
    expect(word(asked('S1'))).toBe('installing');
    expect(asked('S2')).toMatchObject({ ok: false, reason: expect.stringContaining('serial S2') });
  });

  test('asked again by the same agent it is granted again, another one is refused', () => {
    const claimed = { state: 'installing', bootsUsed: 1, disk, eventSeq: 5 } as const;
    expect(report(claimed, event('claim'))).toMatchObject({ ok: true, repeated: true });
    expect(word(report(claimed, event('claim', { seq: 6 })))).toBe('no');
    const other = event('claim', { disk: { ...disk, path: '/dev/vdb' } });
    expect(word(report(claimed, other))).toBe('no');
  });
});

test('private URLs are served only between the boot and the end', () => {
  const open = installStates.filter((state) => serves(install({ state })).ok);
  expect(open).toEqual(['booting', 'installing']);
});

test('a person can cancel what is open', () => {
  const can = installStates.filter((state) => atCancel(install({ state }), 'Ada') !== null);
  expect(can).toEqual(['authorised', 'booting', 'installing']);
  expect(atCancel(install({ state: 'installing', disk }), 'Ada')?.reason).toBe(
    'Cancelled by Ada while it was installing; /dev/vda may be half written.',
  );
});

describe('time passes', () => {
  const sweep = (given: Partial<GateInstall>) =>
    atSweep({ install: install(given), now })?.to ?? null;

  test('an authorisation that nobody used ends', () => {
    expect(sweep({ expiresAt: now })).toBe('expired');
    expect(sweep({ expiresAt: now + 1 })).toBeNull();
  });

  test('a booted machine that still speaks is not given up', () => {
    const over = { state: 'booting', expiresAt: now - minute } as const;
    expect(sweep({ ...over, heardAt: now - 14 * minute })).toBeNull();
    expect(sweep({ ...over, heardAt: now - 15 * minute })).toBe('expired');
    expect(sweep({ ...over, method: 'script', heardAt: now - 239 * minute })).toBeNull();
    expect(sweep({ ...over, expiresAt: now + 1, heardAt: now - 600 * minute })).toBeNull();
  });

  test('a running install fails after two hours of silence, whatever its time was', () => {
    const running = { state: 'installing', expiresAt: now - 600 * minute } as const;
    expect(sweep({ ...running, heardAt: now - 119 * minute })).toBeNull();
    expect(sweep({ ...running, heardAt: now - 120 * minute })).toBe('failed');
  });

  test('ended ones stay as they are', () => {
    for (const state of ['installed', 'failed', 'expired', 'cancelled'] as InstallState[]) {
      expect(sweep({ state, expiresAt: 0 })).toBeNull();
    }
  });
});
