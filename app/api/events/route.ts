import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { listEvents } from '@/lib/events/data';
import { eventQuery, eventView } from '@/lib/events/schema';

export const GET = apiRoute({
  summary: 'What happened: the latest first, or with `after` what came since, oldest first',
  permission: 'read',
  query: eventQuery,
  response: z.array(eventView),
  handler: ({ actor, query }) => listEvents({ actor, ...query }),
});
