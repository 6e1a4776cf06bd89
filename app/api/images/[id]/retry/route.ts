import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { retryImage } from '@/lib/images/mutations';
import { imageAnswer } from '@/lib/images/schema';

export const POST = apiRoute({
  summary: 'Tries a failed import again, from its URL or its build',
  permission: 'write',
  params: z.object({ id: z.uuid() }),
  response: imageAnswer,
  status: 202,
  handler: ({ actor, params }) => retryImage({ actor, id: params.id }),
});
