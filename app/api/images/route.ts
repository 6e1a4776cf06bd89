import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { cutPage, listAnswer, listQuery } from '@/app/_doors/listing';
import { listImages } from '@/lib/images/data';
import { createImage } from '@/lib/images/mutations';
import { imageAnswer, imageStates, newImage } from '@/lib/images/schema';

export const GET = apiRoute({
  summary: 'The images of the team, by name',
  permission: 'read',
  query: listQuery.omit({ search: true }).extend({ state: z.enum(imageStates).optional() }),
  response: z.array(imageAnswer),
  handler: async ({ actor, query: { limit, cursor, state }, request }) => {
    const rows = await listImages({ actor, state, limit: limit + 1, after: cursor });
    return listAnswer({ request, ...cutPage({ rows, limit, cursorOf: ({ id }) => id }) });
  },
});

export const POST = apiRoute({
  summary: 'An image by URL with its SHA-256, or one that is built here',
  permission: 'write',
  body: newImage,
  response: imageAnswer,
  status: 202,
  handler: ({ actor, body }) => createImage({ actor, input: body }),
});
