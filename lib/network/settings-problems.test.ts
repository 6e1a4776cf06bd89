import { expect, test } from 'vitest';
import { changed, type NetworkChange, networkSettings } from './schema';
import { settingsProblems } from './settings-problems';

function problems(dhcp: NetworkChange['dhcp'], own = { address: '10.77.0.1', prefix: 24 }) {
  const change: NetworkChange = { interface: 'br0', dhcp: { mode: 'full', ...dhcp } };
  const settings = changed(networkSettings.parse({}), change);
  return settingsProblems({ settings, own }).map((one) => `${one.field}: ${one.message}`);
}

test('what fits', () => {
  expect(problems({})).toEqual([]);
  expect(
    problems({ rangeStart: '10.77.0.2', rangeEnd: '10.77.0.254', router: '10.77.0.1' }),
  ).toEqual([]);
  expect(problems({ rangeStart: '10.77.0.9', rangeEnd: '10.77.0.9' })).toEqual([]);
});

test('a range outside, turned round, half, or around our own address', () => {
  expect(problems({ rangeStart: '10.78.0.2', rangeEnd: '10.77.0.255' })).toEqual([
    'dhcp.rangeStart: 10.78.0.2 is not in 10.77.0.0/24, the network of br0.',
    "dhcp.rangeEnd: 10.77.0.255 is the network's own or broadcast address.",
    'dhcp.rangeEnd: 10.77.0.255 comes before 10.78.0.2.',
  ]);
  expect(problems({ rangeStart: '10.77.0.50', rangeEnd: '10.77.0.40' })).toEqual([
    'dhcp.rangeEnd: 10.77.0.40 comes before 10.77.0.50.',
  ]);
  expect(problems({ rangeStart: '10.77.0.50' })).toEqual([
    'dhcp.rangeEnd: Give both ends of the range, or none.',
  ]);
  expect(
    problems(
      { rangeStart: '10.77.0.2', rangeEnd: '10.77.0.90' },
      { address: '10.77.0.9', prefix: 24 },
    ),
  ).toEqual(['dhcp.rangeStart: Our own address 10.77.0.9 lies in the range.']);
});

test('a router elsewhere, and a network with room for nobody', () => {
  expect(problems({ router: '10.0.0.1' })).toEqual([
    'dhcp.router: 10.0.0.1 is not in 10.77.0.0/24, the network of br0: machines could not reach it.',
  ]);
  expect(problems({}, { address: '10.77.0.1', prefix: 31 })).toEqual([
    'interface: 10.77.0.1/31 leaves no address for anybody else.',
  ]);
});
