import { expect, test } from 'vitest';
import {
  fromNumber,
  inSubnet,
  isIpv4,
  netmask,
  printSubnet,
  proposeRange,
  subnetOf,
  toNumber,
} from './ipv4';

test('what is an address', () => {
  for (const good of ['0.0.0.0', '10.77.0.1', '255.255.255.255']) expect(isIpv4(good)).toBe(true);
  for (const bad of ['10.77.0', '10.77.0.256', '010.0.0.1', '10.0.0.1 ', '10.0.0.1\n', '::1', '']) {
    expect(isIpv4(bad)).toBe(false);
  }
});

test('numbers and back, also above 127', () => {
  expect(toNumber('200.1.2.3')).toBe(3355509251);
  expect(fromNumber(3355509251)).toBe('200.1.2.3');
});

test('subnets and masks', () => {
  const subnet = subnetOf({ address: '192.168.5.9', prefix: 23 });
  expect(printSubnet(subnet)).toBe('192.168.4.0/23');
  expect(inSubnet('192.168.5.255', subnet)).toBe(true);
  expect(inSubnet('192.168.6.0', subnet)).toBe(false);
  expect([0, 8, 23, 24, 30, 32].map(netmask)).toEqual([
    '0.0.0.0',
    '255.0.0.0',
    '255.255.254.0',
    '255.255.255.0',
    '255.255.255.252',
    '255.255.255.255',
  ]);
});

test('a range to propose, never with our own address', () => {
  expect(proposeRange({ address: '10.77.0.1', prefix: 24 })).toEqual({
    start: '10.77.0.100',
    end: '10.77.0.199',
  });
  expect(proposeRange({ address: '10.77.0.120', prefix: 24 })).toEqual({
    start: '10.77.0.121',
    end: '10.77.0.199',
  });
  expect(proposeRange({ address: '172.16.0.1', prefix: 12 })).toEqual({
    start: '172.16.0.100',
    end: '172.16.0.199',
  });
  expect(proposeRange({ address: '10.0.0.1', prefix: 29 })).toEqual({
    start: '10.0.0.4',
    end: '10.0.0.6',
  });
  expect(proposeRange({ address: '10.0.0.5', prefix: 30 })).toEqual({
    start: '10.0.0.6',
    end: '10.0.0.6',
  });
  expect(proposeRange({ address: '10.0.0.1', prefix: 31 })).toBeNull();
});
