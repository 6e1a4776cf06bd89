import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { listSecrets } from '@/lib/scripts/secrets/data';
import { secretView } from '@/lib/scripts/secrets/schema';

export const GET = apiRoute({
  summary: "The team's secrets by name, with the scripts that use them; never their values",
  permission: 'read',
  response: z.array(secretView),
  handler: ({ actor }) => listSecrets({ actor }),
});
