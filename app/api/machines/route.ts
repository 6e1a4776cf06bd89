import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { cutPage, listAnswer, listQuery } from '@/app/_doors/listing';
import { listStrangers } from '@/lib/hosts/strangers/data';
import { stranger } from '@/lib/hosts/strangers/schema';

export const GET = apiRoute({
  summary: 'Machines that have booted here and are no hosts yet, last seen first',
  permission: 'read',
  query: listQuery.extend({ rejected: z.stringbool().optional() }),
  response: z.array(stranger),
  handler: async ({ actor, query: { rejected, search, limit, cursor }, request }) => {
    const rows = await listStrangers({
      actor,
      rejected,
      search,
      limit: limit + 1,
      after: cursor,
    });
    return listAnswer({ request, ...cutPage({ rows, limit, cursorOf: ({ mac }) => mac }) });
  },
});
