import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { listAnswer } from '@/app/_doors/listing';
import { pageOfHosts } from '@/lib/hosts/data';
import { createHost } from '@/lib/hosts/mutations';
import { hostDetail, hostQuery, hostSummary, listLimit, newHost } from '@/lib/hosts/schema';

export const GET = apiRoute({
  summary: "The team's hosts; the Link header leads to the next page",
  permission: 'read',
  // The Link header leads on; the way back is for people who turn pages.
  query: hostQuery.omit({ before: true }).extend({ limit: listLimit.default(1_000) }),
  response: z.array(hostSummary),
  handler: async ({ actor, query, request }) => {
    const { hosts, next } = await pageOfHosts({ actor, query });
    return listAnswer({ request, rows: hosts, next });
  },
});

export const POST = apiRoute({
  summary: 'Make a host',
  permission: 'write',
  body: newHost,
  response: hostDetail,
  status: 201,
  handler: ({ actor, body }) => createHost({ actor, input: body }),
});
