import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { readHost } from '@/lib/hosts/data';
import { deleteHost, updateHost } from '@/lib/hosts/mutations';
import { hostChange, hostDetail } from '@/lib/hosts/schema';

const params = z.object({ id: z.string() });

export const GET = apiRoute({
  summary: 'One host with all that is known of it',
  permission: 'read',
  params,
  response: hostDetail,
  handler: ({ actor, params: { id } }) => readHost({ actor, id }),
});

export const PATCH = apiRoute({
  summary: 'Change a host; what the body leaves out stays as it is',
  permission: 'write',
  params,
  body: hostChange,
  response: hostDetail,
  handler: ({ actor, params: { id }, body }) => updateHost({ actor, id, input: body }),
});

export const DELETE = apiRoute({
  summary: 'Delete a host; its disk is not touched',
  permission: 'write',
  params,
  response: z.object({ id: z.uuid() }),
  handler: ({ actor, params: { id } }) => deleteHost({ actor, id }),
});
