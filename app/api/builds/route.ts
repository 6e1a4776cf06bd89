import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { cutPage, listAnswer, listQuery } from '@/app/_doors/listing';
import { listBuilds } from '@/lib/builds/data';
import { requestBuild } from '@/lib/builds/mutations';
import { buildAnswer, buildDetailAnswer, buildQuery, newBuild } from '@/lib/builds/schema';

export const GET = apiRoute({
  summary: 'Builds, newest first',
  permission: 'read',
  query: listQuery.omit({ search: true }).extend(buildQuery.shape),
  response: z.array(buildAnswer),
  handler: async ({ actor, query: { limit, cursor, ...wanted }, request }) => {
    const rows = await listBuilds({ actor, ...wanted, limit: limit + 1, after: cursor });
    return listAnswer({ request, ...cutPage({ rows, limit, cursorOf: ({ id }) => id }) });
  },
});

export const POST = apiRoute({
  summary: 'Asks for a build; an equal request in flight is joined',
  permission: 'write',
  body: newBuild,
  response: buildDetailAnswer.extend({ joined: z.boolean() }),
  status: 202,
  handler: ({ actor, body }) => requestBuild({ actor, ...body }),
});
