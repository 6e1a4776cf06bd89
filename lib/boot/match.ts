/**
 * Which host a machine is: by any of its MACs, then its UUID, then its serial.
 * The first rule that finds exactly one host wins; each says how it went.
 */

import { usableSerial, usableUuid } from '@/lib/hosts/identity';
import type { BootFacts } from './facts';
import type { BootHost, BootView } from './view';

/** One rule of a decision: whether it decided, and why or why not. */
export interface Reason {
  rule:
    | 'mac'
    | 'uuid'
    | 'serial'
    | 'gate'
    | 'rescue'
    | 'artifact'
    | 'disk'
    | 'stranger'
    | 'enrolment';
  outcome: 'won' | 'lost' | 'skipped';
  text: string;
}

export interface Match {
  host: BootHost | null;
  by: { rule: 'mac' | 'uuid' | 'serial'; value: string } | null;
  reasons: Reason[];
}

/** Finds the host of a machine. */
export function matchHost(facts: BootFacts, view: BootView): Match {
  const reasons: Reason[] = [];
  for (const rule of [byMac, byUuid, bySerial]) {
    const found = rule(facts, view);
    reasons.push(found.reason);
    if (found.host) {
      const by = { rule: found.reason.rule as 'mac' | 'uuid' | 'serial', value: found.value };
      return { host: found.host, by, reasons };
    }
  }
  return { host: null, by: null, reasons };
}

interface Found {
  host: BootHost | null;
  value: string;
  reason: Reason;
}

function byMac(facts: BootFacts, view: BootView): Found {
  const { macs } = facts;
  if (macs.length === 0) return skipped('mac', 'The machine told no MAC.');
  for (const mac of macs) {
    const host = view.hostByMac(mac);
    if (host) return won('mac', mac, host, `MAC ${mac} belongs to ${host.name}.`);
  }
  return lost(
    'mac',
    macs.length === 1
      ? `MAC ${macs[0]} belongs to no host.`
      : `None of the MACs ${macs.join(', ')} belongs to a host.`,
  );
}

function byUuid(facts: BootFacts, view: BootView): Found {
  if (!facts.uuid) return skipped('uuid', 'The machine told no UUID.');
  const uuid = usableUuid(facts.uuid);
  if (!uuid)
    return skipped('uuid', `UUID ${facts.uuid} is a placeholder that many machines share.`);
  return onlyOne('uuid', `UUID ${uuid}`, uuid, view.hostsByUuid(uuid));
}

function bySerial(facts: BootFacts, view: BootView): Found {
  if (!facts.serial) return skipped('serial', 'The machine told no serial number.');
  const serial = usableSerial(facts.serial);
  if (!serial) {
    return skipped('serial', `Serial "${facts.serial}" is a placeholder that many machines share.`);
  }
  return onlyOne('serial', `Serial ${facts.serial}`, serial, view.hostsBySerial(serial));
}

/** Two hosts with one UUID or serial: guessing could wipe the wrong one. */
function onlyOne(rule: 'uuid' | 'serial', what: string, value: string, hosts: BootHost[]): Found {
  const [host] = hosts;
  if (!host) return lost(rule, `${what} belongs to no host.`);
  if (hosts.length > 1) {
    const names = hosts.map(({ name }) => name).join(', ');
    return lost(
      rule,
      `${what} belongs to ${hosts.length} hosts (${names}), so it decides nothing.`,
    );
  }
  return won(rule, value, host, `${what} belongs to ${host.name}.`);
}

function won(rule: Reason['rule'], value: string, host: BootHost, text: string): Found {
  return { host, value, reason: { rule, outcome: 'won', text } };
}

function lost(rule: Reason['rule'], text: string): Found {
  return { host: null, value: '', reason: { rule, outcome: 'lost', text } };
}

function skipped(rule: Reason['rule'], text: string): Found {
  return { host: null, value: '', reason: { rule, outcome: 'skipped', text } };
}
