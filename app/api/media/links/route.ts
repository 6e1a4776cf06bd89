import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { originOf } from '@/lib/auth/origin';
import { listLinks, mediaBase } from '@/lib/builds/media/data';
import { linkAnswer } from '@/lib/builds/media/schema';

export const GET = apiRoute({
  summary: "The team's friendly links, by name",
  permission: 'read',
  response: z.array(linkAnswer),
  handler: async ({ actor, request }) =>
    listLinks({ actor, base: await mediaBase({ origin: originOf(request) }) }),
});
