import { expect, test } from 'vitest';
import type { GateInstall } from './gate';
import { atSecret } from './gate-secrets';

const now = Date.parse('2026-01-01T12:00:00Z');
const install: GateInstall = {
  state: 'booting',
  method: 'script',
  bootsAllowed: 2,
  bootsUsed: 1,
  expiresAt: now + 1,
  overwrite: false,
  disk: null,
  eventSeq: 0,
  heardAt: null,
  booted: false,
  reason: null,
};
const asked = { install, now, address: '10.77.0.101' };

/** The answer, which must be yes. */
function given(more: Partial<Parameters<typeof atSecret>[0]>) {
  const answer = atSecret({ ...asked, served: null, ...more });
  if (!answer.ok) throw new Error(answer.reason);
  return answer;
}

test('what was given is kept: boot, time, address, how often', () => {
  const first = given({});
  expect(first).toEqual({
    ok: true,
    again: false,
    elsewhere: false,
    before: null,
    served: {
      boot: 1,
      at: '2026-01-01T12:00:00.000Z',
      address: '10.77.0.101',
      times: 1,
      refused: 0,
      reported: false,
    },
  });
  expect(given({ served: first.served })).toMatchObject({
    again: true,
    elsewhere: false,
    served: { times: 2 },
  });
});

test('another address that asks for it is told', () => {
  const { served } = given({});
  const answer = given({ served, address: '10.77.0.66' });
  expect(answer).toMatchObject({ again: true, elsewhere: true, before: '10.77.0.101' });
  expect(answer.served.address).toBe('10.77.0.66');
});

test('a new boot begins anew, and forgets what was refused', () => {
  const { served } = given({});
  const used = { ...served, reported: true, refused: 7 };
  expect(atSecret({ ...asked, served: used })).toMatchObject({ ok: false, refetch: true });
  const next = given({ served: used, install: { ...install, bootsUsed: 2 } });
  expect(next).toMatchObject({ again: false, served: { boot: 2, times: 1, refused: 0 } });
});

test('a closed gate is no second fetch', () => {
  const { served } = given({});
  for (const state of ['authorised', 'installed', 'failed', 'expired', 'cancelled'] as const) {
    const answer = atSecret({ ...asked, served, install: { ...install, state } });
    expect(answer).toMatchObject({ ok: false, refetch: false });
  }
});
