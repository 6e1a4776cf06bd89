import { expect, test } from 'vitest';
import { changed, networkSettings, type ObservedState } from './schema';
import { type ServiceState, statusOfPart } from './service-status';

const dnsOnly = 'interface=br0\nlocal=/lab.internal/\n';
const both = `${dnsOnly}dhcp-range=10.0.0.1,10.0.0.9,255.0.0.0,3600\nenable-tftp\n`;

function part(given: {
  wanted: boolean;
  observed: ObservedState;
  config: string | null;
  reason?: string;
}): string {
  const state: ServiceState = {
    name: 'dnsmasq',
    wanted: true,
    observed: given.observed,
    reason: given.reason ?? null,
    pid: 7,
    since: new Date(0),
    config: given.config,
  };
  const dhcp = { mode: given.wanted ? ('full' as const) : ('off' as const) };
  const settings = changed(networkSettings.parse({}), { dhcp, dns: { enabled: true } });
  const status = statusOfPart({ part: 'pxeboot', state, settings });
  return `${status.wanted} ${status.observed} ${status.pid} ${status.reason}`;
}

test('one daemon, two switches: a part is on when the configuration in force does it', () => {
  expect(part({ wanted: true, observed: 'on', config: both })).toBe('true on 7 null');
  expect(part({ wanted: true, observed: 'on', config: dnsOnly })).toBe('true starting 7 null');
  expect(part({ wanted: false, observed: 'on', config: both })).toBe('false stopping 7 null');
  expect(part({ wanted: false, observed: 'on', config: dnsOnly })).toBe('false off null null');
});

test('a part whose configuration was refused has failed, while the other goes on', () => {
  const reason = 'The new configuration was refused.';
  expect(part({ wanted: true, observed: 'on', config: dnsOnly, reason })).toBe(
    `true failed 7 ${reason}`,
  );
});

test('what does not run is off where it is not wanted, and tells why where it is', () => {
  const reason = 'Port 67/udp is held.';
  expect(part({ wanted: true, observed: 'failed', config: null, reason })).toBe(
    `true failed 7 ${reason}`,
  );
  expect(part({ wanted: false, observed: 'failed', config: null, reason })).toBe(
    'false off null null',
  );
});
