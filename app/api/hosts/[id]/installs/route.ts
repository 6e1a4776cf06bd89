import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { listInstalls } from '@/lib/hosts/installs/data';
import { installSummary } from '@/lib/hosts/installs/schema';

export const GET = apiRoute({
  summary: 'The installs of a host, newest first',
  permission: 'read',
  params: z.object({ id: z.string() }),
  query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) }),
  response: installSummary.array(),
  handler: ({ actor, params: { id }, query }) =>
    listInstalls({ actor, hostId: id, limit: query.limit }),
});
