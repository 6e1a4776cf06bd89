import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { tokenView } from '@/lib/auth/schema';
import { revokeToken } from '@/lib/auth/tokens/mutations';

export const DELETE = apiRoute({
  summary: 'Revoke an API token at once',
  permission: 'administer',
  params: z.object({ id: z.string() }),
  response: tokenView,
  handler: ({ actor, params }) => revokeToken({ actor, id: params.id }),
});
