import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { deleteHosts, labelHosts, setProfile } from '@/lib/hosts/mutations';
import { bulkChange } from '@/lib/hosts/schema';

export const POST = apiRoute({
  summary: 'Do one thing to many hosts: give them a profile or labels, or delete them',
  permission: 'write',
  body: bulkChange,
  response: z.union([z.object({ changed: z.int() }), z.object({ deleted: z.int() })]),
  handler: ({ actor, body }) => {
    switch (body.action) {
      case 'delete':
        return deleteHosts({ actor, ...body });
      case 'label':
        return labelHosts({ actor, ...body });
      case 'set-profile':
        return setProfile({ actor, ...body });
    }
  },
});
