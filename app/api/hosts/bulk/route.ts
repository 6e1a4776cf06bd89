import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { deleteHosts, setProfile } from '@/lib/hosts/mutations';
import { bulkChange } from '@/lib/hosts/schema';

export const POST = apiRoute({
  summary: 'Do one thing to many hosts: give them a profile, or delete them',
  permission: 'write',
  body: bulkChange,
  response: z.union([z.object({ changed: z.int() }), z.object({ deleted: z.int() })]),
  handler: ({ actor, body }) =>
    body.action === 'delete' ? deleteHosts({ actor, ...body }) : setProfile({ actor, ...body }),
});
