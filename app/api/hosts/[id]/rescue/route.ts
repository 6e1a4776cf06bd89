import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { cancelRescue, orderRescue } from '@/lib/hosts/rescue/mutations';
import { rescueInput } from '@/lib/hosts/rescue/schema';
import { hostDetail } from '@/lib/hosts/schema';

const params = z.object({ id: z.string() });

export const POST = apiRoute({
  summary: 'Order one boot of a host into a sub script; no install is touched by it',
  permission: 'write',
  params,
  body: rescueInput.prefault({}),
  response: hostDetail,
  status: 201,
  handler: ({ actor, params: { id }, body }) => orderRescue({ actor, hostId: id, input: body }),
});

export const DELETE = apiRoute({
  summary: 'Take back a rescue boot that has not come yet',
  permission: 'write',
  params,
  response: hostDetail,
  handler: ({ actor, params: { id } }) => cancelRescue({ actor, hostId: id }),
});
