import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { listImages } from '@/lib/images/data';
import { createImage } from '@/lib/images/mutations';
import { imageStates, newImage } from '@/lib/images/schema';

export const GET = apiRoute({
  summary: 'The images of the team, by name',
  permission: 'read',
  query: z.object({ state: z.enum(imageStates).optional() }),
  response: z.array(z.unknown()),
  handler: ({ actor, query }) => listImages({ actor, ...query }),
});

export const POST = apiRoute({
  summary: 'An image by URL with its SHA-256, or one that is built here',
  permission: 'write',
  body: newImage,
  status: 202,
  handler: ({ actor, body }) => createImage({ actor, input: body }),
});
