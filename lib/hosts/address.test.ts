import { expect, test } from 'vitest';
import { addressProblem } from './address';

test.each(['10.77.0.101', '192.168.1.1', '1.1.1.1', '223.255.255.254', '10.0.0.0'])(
  '%s can be a host',
  (address) => {
    expect(addressProblem(address)).toBeNull();
  },
);

test.each([
  ['', /no IPv4/],
  ['10.0.0', /no IPv4/],
  ['10.0.0.256', /no IPv4/],
  ['10.0.0.01', /no IPv4/],
  ['10.0.0.1 ', /no IPv4/],
  ['10.0.0.1\n', /no IPv4/],
  ['fd00::1', /no IPv4/],
  ['0.0.0.0', /this network/],
  ['127.0.0.1', /loopback/],
  ['169.254.1.1', /link-local/],
  ['224.0.0.1', /multicast/],
  ['255.255.255.255', /broadcast/],
])('%j is refused', (address, reason) => {
  expect(addressProblem(address)).toMatch(reason);
});
