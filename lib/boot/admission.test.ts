import { describe, expect, test } from 'vitest';
import { enrolmentToken } from '@/lib/auth/enrolments/token';
import { admit, type Carried, carriedBy } from './admission';
import type { BootEnrolment } from './view';

const now = Date.parse('2026-11-23T12:00:00Z');
const day = 24 * 60 * 60 * 1_000;

const enrolment: BootEnrolment = {
  id: '3f2c9f0e-9f5e-4b57-8c55-1f2d3e4a5b6c',
  teamId: 'lab',
  owner: false,
  name: 'sticks',
  expiresAt: null,
  revokedAt: null,
};
const own = { teamId: 'lab' };
const foreign = { teamId: 'guests' };

function judged(change: Partial<BootEnrolment>, host: { teamId: string } | null = null) {
  const carried: Carried = { kind: 'enrolment', enrolment: { ...enrolment, ...change } };
  const admission = admit({ carried, host, now });
  return admission.ok ? 'in' : `${admission.why}: ${admission.sentence}`;
}

test.each([
  ['a stranger', {}, null, 'in'],
  ['a host of its team', {}, own, 'in'],
  ['a host of another team', {}, foreign, 'other-team: This medium is not for this machine.'],
  ['any host, by the owning team’s token', { owner: true }, foreign, 'in'],
  ['with time left', { expiresAt: now + 1 }, own, 'in'],
  ['at its end', { expiresAt: now }, own, 'expired: This medium expired on 2026-11-23.'],
  ['revoked', { revokedAt: now - day }, own, 'revoked: This medium was revoked on 2026-11-22.'],
  [
    'revoked and expired',
    { revokedAt: now - day, expiresAt: now - 2 * day },
    null,
    'revoked: This medium was revoked on 2026-11-22.',
  ],
  [
    'revoked by the owning team, for any host',
    { owner: true, revokedAt: now },
    foreign,
    'revoked: This medium was revoked on 2026-11-23.',
  ],
])('%s', (_, change, host, expected) => {
  expect(judged(change, host)).toBe(expected);
});

describe('what was carried', () => {
  const view = { enrolment: (id: string) => (id === enrolment.id ? enrolment : undefined) };
  const other = '00000000-9f5e-4b57-8c55-1f2d3e4a5b6c';

  test.each([
    [null, 'nothing'],
    ['', 'unreadable'],
    [enrolment.id, 'unreadable'],
    [`${enrolmentToken(enrolment.id)} `, 'unreadable'],
    [enrolmentToken(other), 'gone'],
    [enrolmentToken(enrolment.id), 'enrolment'],
  ])('%s: %s', (token, kind) => {
    expect(carriedBy({ token, view }).kind).toBe(kind);
  });

  test('nothing lets everybody in, and a token that is none nobody', () => {
    for (const host of [null, own, foreign]) {
      expect(admit({ carried: { kind: 'nothing' }, host, now })).toEqual({
        ok: true,
        enrolment: null,
      });
      for (const kind of ['unreadable', 'gone'] as const) {
        expect(admit({ carried: { kind }, host, now })).toMatchObject({ ok: false, why: kind });
      }
    }
  });
});

test('the screen is told no names, the console the token’s', () => {
  const carried: Carried = { kind: 'enrolment', enrolment: { ...enrolment, revokedAt: now } };
  const admission = admit({ carried, host: own, now });
  if (admission.ok) throw new Error('let in');
  expect(admission.sentence).not.toContain('sticks');
  expect(admission.reason).toBe(
    'The enrolment token "sticks" is revoked, so the machine is refused.',
  );
});
