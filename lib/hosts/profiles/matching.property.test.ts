/** What holds for any rules and any host. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Labels } from '../labels/schema';
import { chooseProfile } from './matching';
import { fits } from './rules/condition';
import { rulesInOrder } from './rules/order';

const uuid = '4c4c4544-0032-3510-8048-b4c04f4d3232';
/** The same with its first three fields in the other byte order. */
const swapped = '44454c4c-3200-1035-8048-b4c04f4d3232';

const macs = ['52:54:00:77:00:01', '52:54:00:77:00:02', '52:54:01:00:00:01', 'aa:bb:cc:00:00:01'];
const someOf = <T>(values: T[]) => fc.constantFrom(...values);
const anyRule = fc
  .record(
    {
      macPrefix: someOf(macs).chain((mac) =>
        fc.integer({ min: 1, max: 6 }).map((bytes) => mac.slice(0, bytes * 3 - 1)),
      ),
      uuid: someOf([uuid, swapped, '00000000-0000-4000-8000-000000000001']),
      serial: someOf(['QM0001', 'qm0002']),
      label: someOf(['rack', 'rack=a4', 'rack=b1', 'gpu']),
      network: someOf(['10.77.0.0/24', '10.77.0.16/28', '10.0.0.0/8', '0.0.0.0/0']),
      arch: someOf(['x86_64', 'arm64']),
    },
    { requiredKeys: [] },
  )
  .filter((rule) => Object.keys(rule).length > 0);
const anyProfiles = fc
  .uniqueArray(
    fc.record({
      name: fc.string({ minLength: 1, maxLength: 2 }),
      rules: fc.array(anyRule, { maxLength: 3 }),
    }),
    { selector: ({ name }) => name, maxLength: 8 },
  )
  .chain((profiles) =>
    fc.integer({ min: -1, max: profiles.length - 1 }).map((standardAt) =>
      profiles.map(({ name, rules }, index) => ({
        id: `id ${name}`,
        name,
        rules,
        isDefault: index === standardAt,
      })),
    ),
  );
const anyHost = fc.record({
  macs: fc.subarray(macs),
  uuid: someOf([null, uuid, swapped]),
  serial: someOf([null, 'QM0001', 'Qm0002', 'Not Specified']),
  arch: someOf([null, 'x86_64', 'i386', 'arm64', 'riscv64']),
  address: someOf([null, '10.77.0.17', '10.1.2.3', '192.168.0.1']),
  labels: someOf<Labels>([{}, { rack: 'a4' }, { rack: 'b1', gpu: 'x' }]),
  profileId: fc.constant(null),
});

test('the choice does not depend on the order of the profiles', () => {
  fc.assert(
    fc.property(
      anyProfiles.chain((profiles) =>
        fc.tuple(
          fc.constant(profiles),
          fc.shuffledSubarray(profiles, { minLength: profiles.length }),
        ),
      ),
      anyHost,
      ([profiles, shuffled], given) => {
        expect(chooseProfile({ host: given, profiles: shuffled })).toEqual(
          chooseProfile({ host: given, profiles }),
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('the index finds what asking every rule in order finds, and one step at most has won', () => {
  fc.assert(
    fc.property(anyProfiles, anyHost, (profiles, given) => {
      const plain = rulesInOrder(profiles).find(({ rule }) => fits(rule, given));
      const { profile: found, rule, by, steps } = chooseProfile({ host: given, profiles });
      const expected = plain?.profile ?? profiles.find(({ isDefault }) => isDefault) ?? null;
      expect(found?.id).toBe(expected?.id);
      expect(rule).toBe(plain?.rule ?? null);
      const won = steps.filter(({ outcome }) => outcome === 'won');
      expect(won.map((step) => step.profile.id)).toEqual(by === null ? [] : [found?.id]);
      expect(steps.every(({ reason }) => reason.endsWith('.'))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
