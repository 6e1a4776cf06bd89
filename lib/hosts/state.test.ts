import { expect, test } from 'vitest';
import { installStates } from './installs/schema';
import { hostState, type PastInstall } from './state';

const cancelled: PastInstall = { state: 'cancelled', touched: false };
const cancelledTooLate: PastInstall = { state: 'cancelled', touched: true };
const installed: PastInstall = { state: 'installed', touched: true };
const failed: PastInstall = { state: 'failed', touched: false };

test.each<[string, boolean, PastInstall[], string]>([
  ['no profile, no install', false, [], 'new'],
  ['a profile, no install', true, [], 'ready'],
  ['an install that was cancelled in time', true, [cancelled], 'ready'],
  ['the same without a profile', false, [cancelled], 'new'],
  ['a cancelled one after an installation', true, [cancelled, cancelled, installed], 'installed'],
  ['one cancelled while it wrote', true, [cancelledTooLate, installed], 'cancelled'],
  ['a failed one after an installation', true, [failed, installed], 'failed'],
  ['an installation after a failed one', true, [installed, failed], 'installed'],
  ['an installed host whose profile was taken away', false, [installed], 'installed'],
])('%s', (_name, hasProfile, installs, expected) => {
  expect(hostState({ hasProfile, installs })).toBe(expected);
});

test.each(installStates.filter((state) => state !== 'cancelled'))(
  'a single install: %s',
  (state) => {
    expect(hostState({ hasProfile: true, installs: [{ state, touched: false }] })).toBe(state);
  },
);
