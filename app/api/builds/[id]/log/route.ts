import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { buildLog } from '@/lib/builds/data';
import { followLog } from '@/lib/builds/log-stream';
import { buildId } from '@/lib/builds/schema';

const query = z.object({
  /** Id of the last chunk that the asker has. */
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the id of a chunk')
    .optional(),
});

export const GET = apiRoute({
  summary: 'The log as text; followed to its end when `Accept: text/event-stream` is sent',
  permission: 'read',
  params: buildId,
  query,
  produces: 'text/plain',
  handler: async ({ actor, params, query, request }) => {
    const { id } = params;
    if (request.headers.get('accept')?.includes('text/event-stream')) {
      const resumed = request.headers.get('last-event-id');
      const after = resumed && /^\d{1,18}$/.test(resumed) ? resumed : query.after;
      return new Response(await followLog({ actor, id, after, signal: request.signal }), {
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-cache, no-transform',
        },
      });
    }
    const { text } = await buildLog({ actor, id, after: query.after });
    return new Response(text, {
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    });
  },
});
