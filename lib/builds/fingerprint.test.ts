import { describe, expect, it } from 'vitest';
import { canonicalJson, fingerprint, specHash } from './fingerprint';

describe('canonicalJson', () => {
  it('has one form for one meaning', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'ü"'], c: undefined, d: { z: 0, y: {} } })).toBe(
      '{"a":[true,null,"ü\\""],"b":1,"d":{"y":{},"z":0}}',
    );
  });

  it('keeps the order of lists', () => {
    expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, () => 1, new Map(), 1n, undefined])(
    'refuses %s',
    (value) => {
      expect(() => canonicalJson({ value: [value] })).toThrow('A spec cannot hold');
    },
  );
});

// Computed apart from this code (Python's hashlib over the text written out),
// so that a change of form, which would forget every artifact, is seen.
describe('fingerprint', () => {
  const spec = { script: '#!ipxe\n', nested: { z: [true, null, 'ü'], a: 1 } };
  const inputs = [
    { name: 'package:b', version: '2' },
    { name: 'package:a', version: '1' },
  ];
  const known = '62f5da2b81ea7f9c50f8451b25691413bfe8cbdf8fa9fcefd57e9b84b6356734';

  it('is known for a spec', () => {
    expect(fingerprint({ kind: 'ipxe', spec, version: 3, inputs })).toBe(known);
  });

  it('is known for the empty spec', () => {
    expect(fingerprint({ kind: 'agent', spec: {}, version: 1, inputs: [] })).toBe(
      '32aa5f7fc2a71e6293e2f48ce7ea27fa840a804f6d0036fb1220d12c9d26ffc3',
    );
    expect(specHash({ kind: 'agent', spec: {} })).toBe(
      '6c568270b9d2586a620c7f8fc3f42c45bbca94f7360180d5f0dfefc67bd17b67',
    );
  });

  it('with a salt is another, which all that is shown does not make', () => {
    const given = { kind: 'iso', spec: {}, version: 1, inputs: [] };
    const prints = ['a', 'b', undefined].flatMap((salt) => [
      fingerprint({ ...given, salt }),
      specHash({ ...given, salt }),
    ]);
    expect(new Set(prints).size).toBe(6);
  });

  it('does not depend on the order of inputs or of members', () => {
    const turned = { nested: { a: 1, z: [true, null, 'ü'] }, script: '#!ipxe\n' };
    const print = fingerprint({
      kind: 'ipxe',
      spec: turned,
      version: 3,
      inputs: inputs.toReversed(),
    });
    expect(print).toBe(known);
  });

  it.each([
    { kind: 'agent', spec, version: 3, inputs },
    { kind: 'ipxe', spec: { ...spec, script: '#!ipxe' }, version: 3, inputs },
    { kind: 'ipxe', spec, version: 4, inputs },
    { kind: 'ipxe', spec, version: 3, inputs: inputs.slice(1) },
    { kind: 'ipxe', spec, version: 3, inputs: [...inputs, { name: 'x', version: '' }] },
  ])('differs when anything differs (%#)', (given) => {
    expect(fingerprint(given)).not.toBe(known);
  });
});
