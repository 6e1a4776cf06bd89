import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { mediaAvailability } from '@/lib/builds/announced/data';
import { kindAvailability } from '@/lib/builds/announced/schema';

export const GET = apiRoute({
  summary: 'Which boot media can be built here now; why not, and which package is missing',
  permission: 'read',
  response: z.array(kindAvailability),
  handler: () => mediaAvailability(),
});
