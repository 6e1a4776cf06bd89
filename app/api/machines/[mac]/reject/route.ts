import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { rejectStranger } from '@/lib/hosts/strangers/mutations';
import { stranger } from '@/lib/hosts/strangers/schema';

export const POST = apiRoute({
  summary: 'Keep a machine out of sight; with `rejected: false` bring it back',
  permission: 'write',
  params: z.object({ mac: z.string() }),
  body: z.object({ rejected: z.boolean().default(true) }).prefault({}),
  response: stranger,
  handler: ({ actor, params: { mac }, body: { rejected } }) =>
    rejectStranger({ actor, mac, rejected }),
});
