/**
 * Profiles: what an installation puts on a host.
 *
 * Glossary.
 * profile: an image or a sub script, a kickstart, ordered pre- and
 *   post-install scripts, parameters and a disk rule, under one name.
 * rule: conditions by which a host without a profile of its own gets this one
 *   (rules/schema.ts; matching.ts says which of several rules wins).
 * default: the one profile of the team for hosts that no rule fits.
 * method: agent where the agent writes the image, script where a sub script
 *   loads an installer. A sub script decides: with one, the image is not used.
 */
import { z } from 'zod';
import { diskRule, parameters } from '../schema';
import { profileRules } from './rules/schema';

const scriptsLimit = 50;
const controlCharacter = /\p{Cc}/u;

const profileName = z
  .string()
  .trim()
  .min(1, 'A name is needed.')
  .max(120, 'At most 120 characters.')
  .refine((name) => name.isWellFormed() && !controlCharacter.test(name), {
    message: 'Control characters and line breaks are not allowed here.',
  });

const scriptIds = z
  .array(z.uuid())
  .max(scriptsLimit, `At most ${scriptsLimit} scripts.`)
  .refine((ids) => new Set(ids).size === ids.length, 'A script can be there only once.');

const fields = {
  name: profileName,
  subScriptId: z.uuid().nullable(),
  kickstartId: z.uuid().nullable(),
  imageId: z.uuid().nullable(),
  disk: diskRule,
  parameters,
  rules: profileRules,
  /** At most one a team: to set it here takes it from the one that had it. */
  isDefault: z.boolean(),
  /** In the order in which they run. */
  preScriptIds: scriptIds,
  postScriptIds: scriptIds,
};

export const newProfile = z.object({
  name: fields.name,
  subScriptId: fields.subScriptId.default(null),
  kickstartId: fields.kickstartId.default(null),
  imageId: fields.imageId.default(null),
  disk: fields.disk.default({ rule: 'smallest', value: null }),
  parameters: fields.parameters.default({}),
  rules: fields.rules.default([]),
  isDefault: fields.isDefault.default(false),
  preScriptIds: fields.preScriptIds.default([]),
  postScriptIds: fields.postScriptIds.default([]),
});
export type NewProfile = z.infer<typeof newProfile>;

/** A change of a profile: what is left out stays as it is. */
export const profileChange = z.object(fields).partial();
export type ProfileChange = z.infer<typeof profileChange>;

const namedScript = z.object({ id: z.uuid(), title: z.string(), revision: z.int() });

export const profileDetail = z.object({
  id: z.uuid(),
  name: z.string(),
  method: z.enum(['agent', 'script']),
  /** Why nothing can be installed with it yet, or null. */
  problem: z.string().nullable(),
  subScript: namedScript.nullable(),
  kickstart: namedScript.nullable(),
  image: z.object({ id: z.uuid(), name: z.string(), state: z.string() }).nullable(),
  disk: diskRule,
  parameters,
  preScripts: z.array(namedScript),
  postScripts: z.array(namedScript),
  rules: profileRules,
  isDefault: z.boolean(),
  /** How many hosts have it by hand. */
  hosts: z.int(),
  /** How many have it by one of its rules, or because it is the default. */
  hostsByRule: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type ProfileDetail = z.infer<typeof profileDetail>;

/** Why nothing can be installed with a profile yet, or null. */
export function profileProblem(profile: {
  subScript: unknown;
  image: { name: string; state: string } | null;
}): string | null {
  if (profile.subScript) return null;
  if (!profile.image) return 'It has neither an image nor a sub script.';
  if (profile.image.state === 'ready') return null;
  return `Its image "${profile.image.name}" is not ready: ${profile.image.state}.`;
}
