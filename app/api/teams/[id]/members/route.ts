import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { memberView } from '@/lib/auth/schema';
import { listMembers } from '@/lib/auth/teams/data';

export const GET = apiRoute({
  summary: 'The members of a team; new ones come by an invitation',
  permission: 'read',
  params: z.object({ id: z.string() }),
  response: z.array(memberView),
  handler: ({ actor, params }) => listMembers({ actor, id: params.id }),
});
