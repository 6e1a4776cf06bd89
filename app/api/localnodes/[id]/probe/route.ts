import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { askForProbe } from '@/lib/hosts/local-nodes/mutations';

export const POST = apiRoute({
  summary: 'Try now whether a registered system can be reached; read it to see what came of it',
  permission: 'write',
  params: z.object({ id: z.string() }),
  response: z.object({ id: z.uuid() }),
  status: 202,
  handler: ({ actor, params: { id } }) => askForProbe({ actor, id }),
});
