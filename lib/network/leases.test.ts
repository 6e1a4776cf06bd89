import { expect, test } from 'vitest';
import { parseLeases } from './leases';

test('a lease file of dnsmasq, with IPv6 in it', () => {
  const text = `\
1795399062 52:54:00:88:00:01 10.88.0.115 * 01:52:54:00:88:00:01
0 52:54:00:88:00:02 10.88.0.116 node-2 *
duid 00:01:00:01:2f:0a:0b:0c:52:54:00:77:ff:01
1795399062 7798784 fd00:77::5 node-2 00:01:00:01:2f
half a line`;
  expect(parseLeases(text)).toEqual([
    {
      mac: '52:54:00:88:00:01',
      address: '10.88.0.115',
      name: null,
      expiresAt: new Date(1795399062000),
    },
    { mac: '52:54:00:88:00:02', address: '10.88.0.116', name: 'node-2', expiresAt: null },
  ]);
  expect(parseLeases('')).toEqual([]);
});
