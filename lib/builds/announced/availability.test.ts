import { describe, expect, test } from 'vitest';
import { availabilityOf, newestVersion } from './availability';
import type { AnnouncedBuilder } from './schema';

const xorriso = { program: 'xorriso', package: 'xorriso' };
const gcc = { program: 'gcc', package: 'gcc' };
const make = { program: 'make', package: 'make' };

function announced(change: Partial<AnnouncedBuilder> = {}): AnnouncedBuilder {
  return { version: 1, missing: [], engines: {}, ...change };
}

describe('what can be built', () => {
  test('nothing while no worker lives, or none knows the kind', () => {
    for (const workers of [[], [{ grub: announced() }]]) {
      expect(availabilityOf({ kind: 'iso', workers })).toEqual({
        kind: 'iso',
        available: false,
        reason: 'No worker is running, so builds wait until one is.',
        missing: [],
        engines: [],
      });
    }
  });

  test('what one of the workers can, whatever the others lack', () => {
    const workers = [{ iso: announced({ missing: [xorriso] }) }, { iso: announced() }];
    expect(availabilityOf({ kind: 'iso', workers })).toMatchObject({
      available: true,
      reason: null,
      missing: [],
    });
  });

  test('else what the worker lacks that lacks least, with the command that brings it', () => {
    const workers = [
      { iso: announced({ missing: [xorriso, gcc] }) },
      { iso: announced({ missing: [xorriso] }) },
    ];
    expect(availabilityOf({ kind: 'iso', workers })).toMatchObject({
      available: false,
      reason:
        "xorriso is not installed on the worker's machine. Install with: apt-get install xorriso",
      missing: [xorriso],
    });
  });

  test('an engine needs what all need, and its own', () => {
    const engines = { compiled: [gcc, make], prebuilt: [] };
    const [compiled, prebuilt] = availabilityOf({
      kind: 'ipxe',
      workers: [{ ipxe: announced({ engines }) }],
    }).engines;
    expect(compiled).toMatchObject({ available: false, missing: [gcc, make] });
    expect(compiled?.reason).toContain('gcc and make are not installed');
    expect(prebuilt).toMatchObject({ available: true });
    const lacking = [{ ipxe: announced({ missing: [xorriso], engines: { prebuilt: [] } }) }];
    expect(availabilityOf({ kind: 'ipxe', workers: lacking }).engines).toMatchObject([
      { engine: 'prebuilt', available: false, missing: [xorriso] },
    ]);
  });
});

test('the newest version counts while workers are brought up to date', () => {
  const workers = [{ iso: announced({ version: 2 }) }, { iso: announced({ version: 3 }) }, {}];
  expect(newestVersion({ kind: 'iso', workers })).toBe(3);
  expect(newestVersion({ kind: 'grub', workers })).toBeNull();
});
