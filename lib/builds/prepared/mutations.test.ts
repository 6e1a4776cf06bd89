import { describe, expect, it } from 'vitest';
import { needOf } from './mutations';

const now = Date.UTC(2026, 0, 1);
const ago = (minutes: number) => new Date(now - minutes * 60_000);
const calm = { hasArtifact: true, newest: null, sameSource: true, starting: false, now };

describe('needOf', () => {
  it.each([
    ['nothing is needed', calm, null],
    ['there is none', { ...calm, hasArtifact: false }, 'missing'],
    ['the builder was changed', { ...calm, sameSource: false }, 'upgraded'],
    [
      'it is being built',
      { ...calm, hasArtifact: false, newest: { state: 'running', endedAt: null } },
      null,
    ],
    [
      'it is being built for the changed builder',
      { ...calm, sameSource: false, newest: { state: 'queued', endedAt: null } },
      null,
    ],
    [
      'it failed a moment ago',
      { ...calm, hasArtifact: false, newest: { state: 'failed', endedAt: ago(1) } },
      null,
    ],
    [
      'it failed a moment ago, and the worker starts',
      { ...calm, hasArtifact: false, starting: true, newest: { state: 'failed', endedAt: ago(1) } },
      'missing',
    ],
    [
      'it failed a while ago',
      { ...calm, hasArtifact: false, newest: { state: 'failed', endedAt: ago(20) } },
      'missing',
    ],
    [
      'somebody cancelled it',
      { ...calm, hasArtifact: false, newest: { state: 'cancelled', endedAt: ago(60) } },
      null,
    ],
    [
      'its artifact was deleted',
      { ...calm, hasArtifact: false, newest: { state: 'done', endedAt: ago(60) } },
      'missing',
    ],
  ] as const)('%s', (_what, given, need) => {
    expect(needOf(given)).toBe(need);
  });
});
