import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { readStranger } from '@/lib/hosts/strangers/data';
import { forgetStranger } from '@/lib/hosts/strangers/mutations';
import { stranger } from '@/lib/hosts/strangers/schema';

/** Any of its MACs, in any spelling. */
const params = z.object({ mac: z.string() });

export const GET = apiRoute({
  summary: 'One machine that is no host yet',
  permission: 'read',
  params,
  response: stranger,
  handler: ({ actor, params: { mac } }) => readStranger({ actor, mac }),
});

export const DELETE = apiRoute({
  summary: 'Forget a machine; its next boot brings it back',
  permission: 'write',
  params,
  response: z.object({ mac: z.string() }),
  handler: ({ actor, params: { mac } }) => forgetStranger({ actor, mac }),
});
