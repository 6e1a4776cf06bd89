import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { rebuild } from '@/lib/builds/mutations';
import { buildDetailAnswer, buildId } from '@/lib/builds/schema';

export const POST = apiRoute({
  summary: 'Asks for the same again; what has not changed is reused',
  permission: 'write',
  params: buildId,
  response: buildDetailAnswer.extend({ joined: z.boolean() }),
  status: 202,
  handler: ({ actor, params }) => rebuild({ actor, id: params.id }),
});
