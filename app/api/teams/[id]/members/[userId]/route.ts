import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { memberInput } from '@/lib/auth/schema';
import { changeMember, removeMember } from '@/lib/auth/teams/mutations';

const params = z.object({ id: z.string(), userId: z.string() });

export const PATCH = apiRoute({
  summary: 'Give a member another role',
  permission: 'administer',
  params,
  body: memberInput,
  status: 204,
  handler: ({ actor, params, body }) => changeMember({ actor, ...params, role: body.role }),
});

export const DELETE = apiRoute({
  summary: 'Take a member out of a team',
  permission: 'administer',
  params,
  status: 204,
  handler: ({ actor, params }) => removeMember({ actor, ...params }),
});
