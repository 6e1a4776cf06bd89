'use server';

import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { createProfile, deleteProfile, updateProfile } from '@/lib/hosts/profiles/mutations';
import { profileRules } from '@/lib/hosts/profiles/rules/schema';
import { newProfile, profileChange } from '@/lib/hosts/profiles/schema';
import { hostsTaken } from '@/lib/hosts/profiles/taken/data';

export const createProfileAction = action({
  permission: 'write',
  input: newProfile,
  handler: ({ actor, input }) => createProfile({ actor, input }),
});

export const updateProfileAction = action({
  permission: 'write',
  input: z.object({ id: z.uuid(), change: profileChange }),
  handler: ({ actor, input }) => updateProfile({ actor, id: input.id, input: input.change }),
});

export const deleteProfileAction = action({
  permission: 'write',
  input: z.object({ id: z.uuid() }),
  handler: ({ actor, input }) => deleteProfile({ actor, id: input.id }),
});

/** Which hosts a profile would have as it stands in the form. */
export const hostsTakenAction = action({
  permission: 'read',
  input: z.object({
    id: z.uuid().nullable(),
    name: z.string().max(200),
    rules: profileRules,
    isDefault: z.boolean(),
  }),
  handler: ({ actor, input }) => hostsTaken({ actor, profile: input }),
});
