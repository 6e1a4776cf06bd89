import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { explainHost } from '@/lib/boot/explain';
import { explainQuery, explanation } from '@/lib/boot/schema';

export const GET = apiRoute({
  summary: 'What the machine of a host would get at its next boot, and why; counts no boot',
  permission: 'read',
  params: z.object({ id: z.string() }),
  query: explainQuery,
  response: explanation,
  handler: ({ actor, params: { id }, query, request }) =>
    explainHost({
      actor,
      hostId: id,
      query,
      host: request.headers.get('host') ?? undefined,
    }),
});
