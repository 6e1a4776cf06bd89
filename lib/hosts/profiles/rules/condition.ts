/** Whether a rule fits a host, and why not, in words. Pure. */
import { usableSerial, usableUuid, uuidKey } from '../../identity';
import { hasLabel, readSelector } from '../../labels/schema';
import type { MatchedHost } from '../matching';
import { addressNumber, networkNumber, networkParts } from './network';
import { archOf, conditionNames, type ProfileRule } from './schema';

interface Condition {
  fits(wanted: string, host: MatchedHost): boolean;
  /** What it asks for. */
  words(wanted: string): string;
  /** Why it does not fit. */
  misfit(wanted: string, host: MatchedHost): string;
}

const macPrefix: Condition = {
  fits: (wanted, { macs }) => macs.some((mac) => mac === wanted || mac.startsWith(`${wanted}:`)),
  words: (wanted) => `a MAC begins with ${wanted}`,
  misfit: (wanted) => `no MAC begins with ${wanted}`,
};

const uuid: Condition = {
  fits: (wanted, host) => {
    const own = usableUuid(host.uuid);
    return own !== null && uuidKey(own) === uuidKey(wanted);
  },
  words: (wanted) => `the UUID is ${wanted}`,
  misfit: (wanted, host) =>
    usableUuid(host.uuid)
      ? `the UUID is ${host.uuid} and not ${wanted}`
      : `no UUID is known (${wanted} is asked for)`,
};

const serial: Condition = {
  fits: (wanted, host) => {
    const own = usableSerial(host.serial);
    return own !== null && own === usableSerial(wanted);
  },
  words: (wanted) => `the serial number is ${wanted}`,
  misfit: (wanted, host) =>
    usableSerial(host.serial)
      ? `the serial number is ${host.serial} and not ${wanted}`
      : `no serial number is known (${wanted} is asked for)`,
};

const label: Condition = {
  fits: (wanted, { labels }) => hasLabel(labels, wanted),
  words: (wanted) => {
    const { name, value } = readSelector(wanted);
    return value === null ? `it has a label ${name}` : `the label ${name} is "${value}"`;
  },
  misfit: (wanted, { labels }) => {
    const { name, value } = readSelector(wanted);
    if (!Object.hasOwn(labels, name)) return `it has no label ${name}`;
    return `the label ${name} is "${labels[name]}" and not "${value}"`;
  },
};

const network: Condition = {
  fits: (wanted, host) => {
    const address = host.address === null ? null : addressNumber(host.address);
    const { network: first, prefix } = networkParts(wanted);
    return address !== null && networkNumber({ address, prefix }) === first;
  },
  words: (wanted) => `the address lies in ${wanted}`,
  misfit: (wanted, { address }) =>
    address
      ? `the address ${address} does not lie in ${wanted}`
      : `no address is known (one in ${wanted} is asked for)`,
};

const arch: Condition = {
  fits: (wanted, host) => host.arch !== null && archOf(host.arch) === wanted,
  words: (wanted) => `the architecture is ${wanted}`,
  misfit: (wanted, host) =>
    host.arch === null
      ? `no architecture is known (${wanted} is asked for)`
      : `the architecture is ${archOf(host.arch)} and not ${wanted}`,
};

const conditions: Record<keyof ProfileRule, Condition> = {
  macPrefix,
  uuid,
  serial,
  label,
  network,
  arch,
};

/** True when all conditions of the rule fit the host. */
export function fits(rule: ProfileRule, host: MatchedHost): boolean {
  return asked(rule).every(([name, wanted]) => conditions[name].fits(wanted, host));
}

/** Why a rule does not fit, as a sentence that names every condition that failed; null where it fits. */
export function misfit(rule: ProfileRule, host: MatchedHost): string | null {
  const wrong = asked(rule)
    .filter(([name, wanted]) => !conditions[name].fits(wanted, host))
    .map(([name, wanted]) => conditions[name].misfit(wanted, host));
  return wrong.length > 0 ? `${capital(joined(wrong))}.` : null;
}

/** What a rule asks for, without a full stop: `A MAC begins with 52:54:00 and it has a label rack`. */
export function ruleInWords(rule: ProfileRule): string {
  return capital(joined(asked(rule).map(([name, wanted]) => conditions[name].words(wanted))));
}

function asked(rule: ProfileRule): [keyof ProfileRule, string][] {
  return conditionNames.flatMap((name) => {
    const wanted = rule[name];
    return wanted === undefined ? [] : [[name, wanted] as [keyof ProfileRule, string]];
  });
}

function joined(parts: string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
