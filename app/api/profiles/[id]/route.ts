import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { readProfile } from '@/lib/hosts/profiles/data';
import { deleteProfile, updateProfile } from '@/lib/hosts/profiles/mutations';
import { profileChange, profileDetail } from '@/lib/hosts/profiles/schema';

const params = z.object({ id: z.string() });

export const GET = apiRoute({
  summary: 'One profile',
  permission: 'read',
  params,
  response: profileDetail,
  handler: ({ actor, params: { id } }) => readProfile({ actor, id }),
});

export const PATCH = apiRoute({
  summary: 'Change a profile; what the body leaves out stays as it is',
  permission: 'write',
  params,
  body: profileChange,
  response: profileDetail,
  handler: ({ actor, params: { id }, body }) => updateProfile({ actor, id, input: body }),
});

export const DELETE = apiRoute({
  summary: 'Delete a profile that no host has',
  permission: 'write',
  params,
  response: z.object({ id: z.uuid() }),
  handler: ({ actor, params: { id } }) => deleteProfile({ actor, id }),
});
