/** The order in which rules are asked, and an index of it. Pure. */
import { usableSerial, usableUuid, uuidKey } from '../../identity';
import { readSelector } from '../../labels/schema';
import type { MatchableProfile, MatchedHost } from '../matching';
import { addressNumber, networkNumber, networkParts } from './network';
import { archOf, type ProfileRule } from './schema';

/** One rule of one profile, and its place among all rules of the team. */
export interface RuleEntry<Profile extends MatchableProfile = MatchableProfile> {
  profile: Profile;
  rule: ProfileRule;
  place: number;
}

/** What a rule is as specific as: its most specific condition. */
export interface Specificity {
  condition: keyof ProfileRule;
  /** Higher is more specific. */
  rank: number;
  /** Of all its conditions. */
  conditions: number;
}

/** How specific a rule is; `matching.ts` has the order in words. */
export function specificityOf(rule: ProfileRule): Specificity {
  const ranks: Specificity[] = [];
  const conditions = Object.keys(rule).length;
  const add = (condition: keyof ProfileRule, rank: number) =>
    ranks.push({ condition, rank, conditions });
  if (rule.uuid !== undefined) add('uuid', 700);
  if (rule.serial !== undefined) add('serial', 600);
  if (rule.macPrefix !== undefined) add('macPrefix', 500 + rule.macPrefix.split(':').length);
  if (rule.label !== undefined) add('label', readSelector(rule.label).value === null ? 300 : 400);
  if (rule.network !== undefined) add('network', 200 + networkParts(rule.network).prefix);
  if (rule.arch !== undefined) add('arch', 100);
  return ranks.reduce((best, one) => (one.rank > best.rank ? one : best), {
    condition: 'arch',
    rank: 0,
    conditions,
  });
}

/** All rules, the one to be asked first at the beginning. The order of `profiles` does not matter. */
export function rulesInOrder<Profile extends MatchableProfile>(
  profiles: Profile[],
): RuleEntry<Profile>[] {
  return profiles
    .flatMap((profile) =>
      profile.rules.map((rule, index) => ({ profile, rule, index, ...specificityOf(rule) })),
    )
    .sort(
      (one, other) =>
        other.rank - one.rank ||
        other.conditions - one.conditions ||
        compareNames(one.profile, other.profile) ||
        one.index - other.index,
    )
    .map(({ profile, rule }, place) => ({ profile, rule, place }));
}

/** By name as people read it, then exactly, then by id: never equal for two profiles. */
function compareNames(one: MatchableProfile, other: MatchableProfile): number {
  return (
    compare(one.name.toLowerCase(), other.name.toLowerCase()) ||
    compare(one.name, other.name) ||
    compare(one.id, other.id)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

export interface RuleIndex<Profile extends MatchableProfile> {
  inOrder: RuleEntry<Profile>[];
  /** The rules whose most specific condition fits the host, in order; the others cannot fit. */
  candidates(host: MatchedHost): RuleEntry<Profile>[];
}

/** The rules by what their most specific condition asks for. */
export function indexRules<Profile extends MatchableProfile>(
  profiles: Profile[],
): RuleIndex<Profile> {
  const inOrder = rulesInOrder(profiles);
  const byKey = new Map<string, RuleEntry<Profile>[]>();
  const prefixes = new Set<number>();
  for (const entry of inOrder) {
    const key = keyOf(entry.rule);
    byKey.set(key, [...(byKey.get(key) ?? []), entry]);
    if (entry.rule.network) prefixes.add(networkParts(entry.rule.network).prefix);
  }
  const candidates = (host: MatchedHost) =>
    [...new Set(keysOf(host, prefixes))]
      .flatMap((key) => byKey.get(key) ?? [])
      .sort((one, other) => one.place - other.place);
  return { inOrder, candidates };
}

function keyOf(rule: ProfileRule): string {
  switch (specificityOf(rule).condition) {
    case 'uuid':
      return `uuid ${uuidKey(rule.uuid ?? '')}`;
    case 'serial':
      return `serial ${usableSerial(rule.serial)}`;
    case 'macPrefix':
      return `mac ${rule.macPrefix}`;
    case 'label':
      return `label ${rule.label}`;
    case 'network': {
      const { network, prefix } = networkParts(rule.network ?? '');
      return `network ${network}/${prefix}`;
    }
    case 'arch':
      return `arch ${rule.arch}`;
  }
}

/** Every key under which a rule that fits the host can be. */
function* keysOf(host: MatchedHost, prefixes: Set<number>): Generator<string> {
  const uuid = usableUuid(host.uuid);
  if (uuid) yield `uuid ${uuidKey(uuid)}`;
  const serial = usableSerial(host.serial);
  if (serial) yield `serial ${serial}`;
  for (const mac of host.macs) {
    for (let end = 2; end <= mac.length; end += 3) yield `mac ${mac.slice(0, end)}`;
  }
  for (const [name, value] of Object.entries(host.labels)) {
    yield `label ${name}`;
    yield `label ${name}=${value}`;
  }
  const address = host.address === null ? null : addressNumber(host.address);
  for (const prefix of address === null ? [] : prefixes) {
    yield `network ${networkNumber({ address: address ?? 0, prefix })}/${prefix}`;
  }
  if (host.arch !== null) yield `arch ${archOf(host.arch)}`;
}

/** Why one rule comes before another, in words. */
export function whyBefore(winner: ProfileRule, loser: ProfileRule): string {
  const [one, other] = [specificityOf(winner), specificityOf(loser)];
  if (one.rank !== other.rank) {
    return `${nameOf(winner, one)} is more specific than ${nameOf(loser, other)}`;
  }
  if (one.conditions !== other.conditions) {
    return `its rule has ${one.conditions} conditions, and this one ${other.conditions}`;
  }
  return 'both rules are as specific, and its name comes first';
}

function nameOf(rule: ProfileRule, { condition }: Specificity): string {
  switch (condition) {
    case 'uuid':
      return 'a UUID';
    case 'serial':
      return 'a serial number';
    case 'macPrefix': {
      const bytes = rule.macPrefix?.split(':').length;
      return `a MAC's first ${bytes === 1 ? 'byte' : `${bytes} bytes`}`;
    }
    case 'label':
      return rule.label?.includes('=') ? "a label's value" : 'a label';
    case 'network':
      return `a network of /${networkParts(rule.network ?? '').prefix}`;
    case 'arch':
      return 'an architecture';
  }
}
