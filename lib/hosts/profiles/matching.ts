/**
 * Which profile a host is installed by. Pure.
 *
 * Precedence: a profile chosen by hand stands over everything. Then the most
 * specific rule that fits: UUID, serial, MAC prefix (the longer the prefix the
 * more specific), label with a value, label by its name alone, network (the
 * smaller the network the more specific), architecture. A rule of several
 * conditions is as specific as its most specific one; among equals the one
 * with more conditions wins, then the profile whose name comes first. Where no
 * rule fits it is the team's default profile, or none.
 */
import type { Labels } from '../labels/schema';
import type { ProfileWay } from '../schema';
import { fits, misfit, ruleInWords } from './rules/condition';
import { indexRules, type RuleEntry, rulesInOrder, whyBefore } from './rules/order';
import type { ProfileRule } from './rules/schema';

/** What rules look at. */
export interface MatchedHost {
  macs: string[];
  uuid: string | null;
  serial: string | null;
  arch: string | null;
  /** Reserved, or else leased. */
  address: string | null;
  labels: Labels;
  /** By hand. */
  profileId: string | null;
}

export interface MatchableProfile {
  id: string;
  name: string;
  rules: ProfileRule[];
  isDefault: boolean;
}

/** The profile that a host gets, and why. */
export interface Choice<Profile extends MatchableProfile = MatchableProfile> {
  profile: Profile | null;
  by: ProfileWay | null;
  /** The rule that won. */
  rule: ProfileRule | null;
}

/** How one profile's rule, or the profile itself, fared. */
export interface ChoiceStep {
  profile: { id: string; name: string };
  /** Null: chosen by hand, or as the default. */
  rule: ProfileRule | null;
  outcome: 'won' | 'lost';
  reason: string;
}

/**
 * Makes the question ready for many hosts: the rules are put in order and
 * indexed once, and each host costs a few looks into Maps.
 */
export function compileProfiles<Profile extends MatchableProfile>(
  profiles: Profile[],
): (host: MatchedHost) => Choice<Profile> {
  const byId = new Map(profiles.map((profile) => [profile.id, profile]));
  const { candidates } = indexRules(profiles);
  const standard = profiles.find(({ isDefault }) => isDefault) ?? null;
  return (host) => {
    const own = host.profileId === null ? undefined : byId.get(host.profileId);
    if (own) return { profile: own, by: 'hand', rule: null };
    const entry = candidates(host).find(({ rule }) => fits(rule, host));
    if (entry) return { profile: entry.profile, by: 'rule', rule: entry.rule };
    return { profile: standard, by: standard && 'default', rule: null };
  };
}

/** The choice for one host, with every profile that lost and why, in the order in which they were asked. */
export function chooseProfile<Profile extends MatchableProfile>(given: {
  host: MatchedHost;
  profiles: Profile[];
}): Choice<Profile> & { steps: ChoiceStep[] } {
  const { host, profiles } = given;
  const choice = compileProfiles(profiles)(host);
  const steps = [
    ...stepByHand(choice),
    ...rulesInOrder(profiles).map((entry) => stepOfRule({ entry, choice, host })),
    ...stepOfDefault({ choice, profiles }),
  ];
  return { ...choice, steps };
}

function stepByHand({ profile, by }: Choice): ChoiceStep[] {
  if (by !== 'hand' || !profile) return [];
  const reason = 'It was chosen for this host by hand, and that stands over every rule.';
  return [{ profile: named(profile), rule: null, outcome: 'won', reason }];
}

function stepOfRule<Profile extends MatchableProfile>(given: {
  entry: RuleEntry<Profile>;
  choice: Choice<Profile>;
  host: MatchedHost;
}): ChoiceStep {
  const { entry, choice, host } = given;
  const { rule } = entry;
  const step = { profile: named(entry.profile), rule };
  if (rule === choice.rule) {
    return { ...step, outcome: 'won', reason: `${ruleInWords(rule)}, and no rule before it fits.` };
  }
  const wrong = misfit(rule, host);
  if (wrong) return { ...step, outcome: 'lost', reason: wrong };
  return {
    ...step,
    outcome: 'lost',
    reason: `${ruleInWords(rule)}, but ${beatenBy(entry, choice)}.`,
  };
}

/** Why a rule that fits was not taken. */
function beatenBy<Profile extends MatchableProfile>(
  entry: RuleEntry<Profile>,
  choice: Choice<Profile>,
): string {
  const { profile, rule } = choice;
  if (!rule || !profile) return `"${profile?.name ?? ''}" was chosen by hand`;
  if (profile.id === entry.profile.id) return 'another rule of the same profile comes before it';
  return `"${profile.name}" comes before it: ${whyBefore(rule, entry.rule)}`;
}

function stepOfDefault<Profile extends MatchableProfile>(given: {
  choice: Choice<Profile>;
  profiles: Profile[];
}): ChoiceStep[] {
  const { choice, profiles } = given;
  const standard = profiles.find(({ isDefault }) => isDefault);
  if (!standard) return [];
  const step = { profile: named(standard), rule: null };
  if (choice.by === 'default') {
    return [{ ...step, outcome: 'won', reason: "No rule fits, and it is the team's default." }];
  }
  const why = choice.by === 'hand' ? 'a profile was chosen by hand' : 'a rule fits';
  return [{ ...step, outcome: 'lost', reason: `It is the team's default, but ${why}.` }];
}

function named({ id, name }: MatchableProfile): { id: string; name: string } {
  return { id, name };
}
