import { expect, test } from 'vitest';
import { nodeAddressProblem, reachAddress } from './address';

test.each(['10.77.0.21', '192.0.2.1', '2001:db8::21', 'fd00:77::1'])('%s is fine', (address) => {
  expect(nodeAddressProblem(address)).toBeNull();
});

test.each([
  ['127.0.0.1', /loopback/],
  ['0.0.0.0', /no host can have/],
  ['169.254.169.254', /link-local/],
  ['224.0.0.1', /multicast/],
  ['255.255.255.255', /broadcast/],
  ['::1', /loopback/],
  ['0:0:0:0:0:0:0:1', /loopback/],
  ['::', /no address/],
  ['::ffff:127.0.0.1', /IPv4/],
  ['::127.0.0.1', /IPv4/],
  ['fe80::1', /link-local/],
  ['fe80::1%eth0', /no IP address/],
  ['ff02::1', /multicast/],
  ['example.org', /no IPv4 address/],
  ['10.0.0.1:22', /no IP address/],
  ['', /no IPv4 address/],
])('%s is not knocked at', (address, why) => {
  expect(nodeAddressProblem(address)).toMatch(why);
});

test.each([
  ['the reserved one', '10.0.0.9', ['10.0.0.1', '10.0.0.9'], '10.0.0.9'],
  ['not the reserved one where it was not told', '10.0.0.9', ['10.0.0.1'], '10.0.0.1'],
  ['IPv4 before IPv6', null, ['2001:db8::1', '10.0.0.1'], '10.0.0.1'],
  ['IPv6 where there is nothing else', null, ['fe80::1', '2001:db8::1'], '2001:db8::1'],
  ['none of our own', null, ['127.0.0.1', '::1', 'nonsense'], null],
  ['none of nothing', '10.0.0.9', [], null],
])('%s is chosen', (_name, reserved, told, chosen) => {
  expect(reachAddress({ reserved, told })).toBe(chosen);
});
