import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { hostDetail } from '@/lib/hosts/schema';
import { acceptStranger } from '@/lib/hosts/strangers/mutations';
import { acceptedHost } from '@/lib/hosts/strangers/schema';

export const POST = apiRoute({
  summary: 'Make a host of a machine; without `macs` it has all that the machine told',
  permission: 'write',
  params: z.object({ mac: z.string() }),
  body: acceptedHost,
  response: hostDetail,
  status: 201,
  handler: ({ actor, params: { mac }, body }) => acceptStranger({ actor, mac, input: body }),
});
