import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { cutPage, listAnswer, listQuery } from '@/app/_doors/listing';
import { listLocalNodes } from '@/lib/hosts/local-nodes/data';
import { registerLocalNode } from '@/lib/hosts/local-nodes/mutations';
import { localNode, newLocalNode } from '@/lib/hosts/local-nodes/schema';

export const GET = apiRoute({
  summary: 'Systems that registered after their installation, and whether they can be reached',
  permission: 'read',
  query: listQuery,
  response: z.array(localNode),
  handler: async ({ actor, query: { limit, cursor, search }, request }) => {
    const rows = await listLocalNodes({ actor, search, limit: limit + 1, after: cursor });
    return listAnswer({ request, ...cutPage({ rows, limit, cursorOf: ({ id }) => id }) });
  },
});

export const POST = apiRoute({
  summary: 'Register a system by its name, or change the one of that name (200); it is then tried',
  permission: 'write',
  body: newLocalNode,
  response: localNode,
  status: 201,
  handler: async ({ actor, body }) => {
    const { node, created } = await registerLocalNode({ actor, input: body });
    return Response.json(node, { status: created ? 201 : 200 });
  },
});
