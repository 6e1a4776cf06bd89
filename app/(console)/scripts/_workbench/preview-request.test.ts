import { expect, test } from 'vitest';
import { type PreviewAs, previewRequest } from './preview-request';

const source = {
  kind: 'kickstart',
  title: 'Fedora',
  text: 'lang en_US.UTF-8',
  template: true,
  dialect: 'kickstart',
} as const;

const ask = (as: PreviewAs) => previewRequest({ source, as });

test('asks as a host, as a kind of machine, or by a MAC', () => {
  expect(ask({ by: 'host', hostId: 'h' })).toEqual({ ...source, hostId: 'h' });
  expect(ask({ by: 'kind', arch: 'arm64', firmware: 'uefi' })).toEqual({
    ...source,
    facts: { arch: 'arm64', firmware: 'uefi' },
  });
  const facts = { mac: '52:54:00:77:00:01' };
  expect(ask({ by: 'mac', mac: ' 52:54:00:77:00:01 ' })).toEqual({ ...source, facts });
});

test.each(['52-54-00-77-00-01', '525400770001', '5254.0077.0001'])('%s is a MAC', (mac) => {
  expect(ask({ by: 'mac', mac })).toMatchObject({ facts: { mac } });
});

test.each(['', '52:54', '52:54:00:77:00:0', 'node-17'])('waits while the MAC is %j', (mac) => {
  expect(ask({ by: 'mac', mac })).toBeNull();
});
