import { expect, test } from 'vitest';
import { readFacts } from './facts';

const macs = (search: string) => {
  const read = readFacts({ search });
  return read.ok ? read.facts.macs : read.problem;
};

test('the query of the main script', () => {
  const search =
    '?mac=52:54:00:77:00:01&uuid=4c4c4544-0032-3510-8048-b4c04f4d3232&arch=x86_64&platform=efi' +
    '&mac0=52:54:00:77:00:01&mac1=52:54:00:77:00:02&serial=5CG%201&asset=&manufacturer=QEMU&product=Standard%20PC';
  expect(readFacts({ search, address: '10.77.0.101' })).toEqual({
    ok: true,
    token: null,
    facts: {
      macs: ['52:54:00:77:00:01', '52:54:00:77:00:02'],
      uuid: '4c4c4544-0032-3510-8048-b4c04f4d3232',
      serial: '5CG 1',
      arch: 'x86_64',
      platform: 'efi',
      vendor: 'QEMU',
      product: 'Standard PC',
      asset: null,
      medium: false,
      address: '10.77.0.101',
    },
  });
});

test('nothing is needed', () => {
  expect(readFacts({ search: '' })).toMatchObject({
    ok: true,
    facts: { macs: [], platform: null },
  });
});

test.each(['52:54:00:AB:CD:EF', '52-54-00-ab-cd-ef', '5254.00ab.cdef', '525400abcdef'])(
  'a MAC written %s',
  (text) => {
    expect(macs(`?mac=${text}`)).toEqual(['52:54:00:ab:cd:ef']);
  },
);

test('a bad MAC is named', () => {
  expect(macs('?mac=52:54:00')).toBe(
    'mac: This is no MAC address. Write it like 52:54:00:12:34:56.',
  );
  expect(macs('?mac=&mac1=zz')).toContain('mac1: This is no MAC address.');
});

test('an odd card beside a good one does not keep the machine from booting', () => {
  const infiniband = '80:00:02:08:fe:80:00:00:00:00:00:00';
  expect(macs(`?mac0=${infiniband}&mac1=52:54:00:77:00:02`)).toEqual(['52:54:00:77:00:02']);
});

test('what the iPXE of 2019 makes of an address is read without trust', () => {
  const read = readFacts({ search: '?mac=525400770001&product=%FFFFFFFFFFFFC3%zz&serial=a&b=c' });
  expect(read).toMatchObject({ ok: true, facts: { macs: ['52:54:00:77:00:01'], serial: 'a' } });
});

test('control characters and length are taken away', () => {
  const read = readFacts({ search: `?serial=a%0ab%00c&product=${'x'.repeat(500)}` });
  expect(read).toMatchObject({ ok: true, facts: { serial: 'a b c', product: 'x'.repeat(200) } });
});

test('an endless query is refused', () => {
  expect(readFacts({ search: `?a=${'x'.repeat(5_000)}` })).toMatchObject({ ok: false });
});

test('the query of a boot medium: its token stands beside the facts, not among them', () => {
  const search = '?mac=52:54:00:77:00:01&from=medium&enrolment=a.b';
  const read = readFacts({ search });
  expect(read).toMatchObject({ ok: true, token: 'a.b', facts: { medium: true } });
  expect(JSON.stringify(read.ok && read.facts)).not.toContain('a.b');
});
