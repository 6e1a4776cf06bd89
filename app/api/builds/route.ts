import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { listBuilds } from '@/lib/builds/data';
import { requestBuild } from '@/lib/builds/mutations';
import { buildQuery, newBuild } from '@/lib/builds/schema';

export const GET = apiRoute({
  summary: 'Builds, newest first',
  permission: 'read',
  query: buildQuery,
  response: z.array(z.unknown()),
  handler: ({ actor, query }) => listBuilds({ actor, ...query }),
});

export const POST = apiRoute({
  summary: 'Asks for a build; an equal request in flight is joined',
  permission: 'write',
  body: newBuild,
  status: 202,
  handler: ({ actor, body }) => requestBuild({ actor, ...body }),
});
