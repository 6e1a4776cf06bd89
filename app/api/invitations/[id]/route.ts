import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { deleteInvitation } from '@/lib/auth/invitations/mutations';

export const DELETE = apiRoute({
  summary: 'Take an invitation back',
  permission: 'administer',
  params: z.object({ id: z.string() }),
  status: 204,
  handler: ({ actor, params }) => deleteInvitation({ actor, id: params.id }),
});
