import { expect, test } from 'vitest';
import { macOrNull, parseMac } from './mac';

test.each([
  ['52:54:00:77:00:01', '52:54:00:77:00:01'],
  ['AA-BB-CC-DD-EE-FF', 'aa:bb:cc:dd:ee:ff'],
  ['aabb.ccdd.eeff', 'aa:bb:cc:dd:ee:ff'],
  ['AABB.CCDD.EEFF', 'aa:bb:cc:dd:ee:ff'],
  ['aabbccddeeff', 'aa:bb:cc:dd:ee:ff'],
  ['  Aa:bB:Cc:dD:Ee:fF\n', 'aa:bb:cc:dd:ee:ff'],
  ['0:1:2:3:4:f', '00:01:02:03:04:0f'],
  ['02-00-00-00-00-00', '02:00:00:00:00:00'],
])('%j is %s', (text, mac) => {
  expect(parseMac(text)).toEqual({ mac });
});

test.each([
  ['', /no MAC address/],
  ['52:54:00:77:00', /no MAC address/],
  ['52:54:00:77:00:01:02', /no MAC address/],
  ['52:54:00-77:00:01', /no MAC address/],
  ['5254:0077:0001', /no MAC address/],
  ['52:54:00:77:00:0g', /no MAC address/],
  ['52540077000', /no MAC address/],
  ['٥٢:54:00:77:00:01', /no MAC address/],
  ['00:00:00:00:00:00', /no card/],
  ['ff:ff:ff:ff:ff:ff', /multicast or broadcast/],
  ['01:00:5e:00:00:fb', /multicast or broadcast/],
  ['33-33-00-00-00-01', /multicast or broadcast/],
])('%j is refused', (text, reason) => {
  const parsed = parseMac(text);
  expect('problem' in parsed ? parsed.problem : 'accepted').toMatch(reason);
  expect(macOrNull(text)).toBeNull();
});
