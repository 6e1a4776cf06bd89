import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { readLocalNode } from '@/lib/hosts/local-nodes/data';
import { deleteLocalNode } from '@/lib/hosts/local-nodes/mutations';
import { localNode } from '@/lib/hosts/local-nodes/schema';

const params = z.object({ id: z.string() });

export const GET = apiRoute({
  summary: 'One registered system',
  permission: 'read',
  params,
  response: localNode,
  handler: ({ actor, params: { id } }) => readLocalNode({ actor, id }),
});

export const DELETE = apiRoute({
  summary: 'Forget a registered system; when it registers again, it comes back',
  permission: 'write',
  params,
  response: z.object({ id: z.uuid() }),
  handler: ({ actor, params: { id } }) => deleteLocalNode({ actor, id }),
});
