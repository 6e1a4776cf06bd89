import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { cutPage, listAnswer, listQuery } from '@/app/_doors/listing';
import { originOf } from '@/lib/auth/origin';
import { listMedia, mediaBase } from '@/lib/builds/media/data';
import { mediaQuery, mediumAnswer } from '@/lib/builds/media/schema';

export const GET = apiRoute({
  summary: "The team's boot media of all kinds, newest first",
  permission: 'read',
  query: listQuery.omit({ search: true }).extend(mediaQuery.shape),
  response: z.array(mediumAnswer),
  handler: async ({ actor, query: { limit, cursor, ...wanted }, request }) => {
    const base = await mediaBase({ origin: originOf(request) });
    const rows = await listMedia({ actor, base, ...wanted, limit: limit + 1, after: cursor });
    return listAnswer({ request, ...cutPage({ rows, limit, cursorOf: ({ id }) => id }) });
  },
});
