/**
 * Two switches over one daemon: what DNS, and what DHCP with TFTP, look
 * like while dnsmasq does both. Pure.
 */
import { partsOf } from './dnsmasq';
import type { NetworkSettings, ObservedState, ServiceStatus } from './schema';
import { observedStates } from './schema';

export type Part = 'dns' | 'pxeboot';

export interface ServiceState {
  name: string;
  wanted: boolean;
  observed: string;
  reason: string | null;
  pid: number | null;
  since: Date;
  /** The configuration in force. */
  config: string | null;
}

/** A service's row for people; one that never was is off. */
export function statusOf(state: ServiceState | null): ServiceStatus {
  return {
    wanted: state?.wanted ?? false,
    observed: observedOf(state),
    since: state?.since.toISOString() ?? null,
    reason: state?.reason ?? null,
    pid: state?.pid ?? null,
  };
}

/**
 * One part's status. What dnsmasq does is read from the configuration in
 * force: a part that is wanted and not in it has either not come yet, or its
 * configuration was refused and an older one serves on.
 */
export function statusOfPart(given: {
  part: Part;
  state: ServiceState | null;
  settings: NetworkSettings;
}): ServiceStatus {
  const { part, state, settings } = given;
  const wanted =
    part === 'dns' ? settings.dns.enabled : settings.dhcp.mode !== 'off' || settings.tftp.enabled;
  const whole = statusOf(state);
  const does = partsOf(state?.config ?? '');
  const inForce = part === 'dns' ? does.dns : does.dhcp || does.tftp;
  const observed = observedPart({ wanted, whole, inForce });
  const off = observed === 'off';
  return {
    ...whole,
    wanted,
    observed,
    reason: off && !wanted ? null : whole.reason,
    pid: off ? null : whole.pid,
  };
}

function observedPart(given: {
  wanted: boolean;
  whole: ServiceStatus;
  inForce: boolean;
}): ObservedState {
  const { wanted, whole, inForce } = given;
  if (whole.observed === 'on') {
    if (inForce) return wanted ? 'on' : 'stopping';
    if (!wanted) return 'off';
    return whole.reason === null ? 'starting' : 'failed';
  }
  if (wanted) return whole.observed;
  return whole.observed === 'stopping' ? 'stopping' : 'off';
}

function observedOf(state: ServiceState | null): ObservedState {
  return observedStates.find((one) => one === state?.observed) ?? 'off';
}
