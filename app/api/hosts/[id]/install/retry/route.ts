import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { retryInstall } from '@/lib/hosts/installs/mutations';
import { installSummary } from '@/lib/hosts/installs/schema';

export const POST = apiRoute({
  summary: 'Authorise the last install of a host once more, with its options',
  permission: 'write',
  params: z.object({ id: z.string() }),
  response: installSummary,
  status: 201,
  handler: ({ actor, params: { id } }) => retryInstall({ actor, hostId: id }),
});
