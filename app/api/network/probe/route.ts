import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { enqueue } from '@/lib/jobs/enqueue';
import { interfaceName } from '@/lib/network/schema';

export const POST = apiRoute({
  summary:
    'Ask who else serves DHCP on an interface; the answer is in its dhcpProbe some seconds later',
  permission: 'installation:administer',
  body: z.strictObject({ interface: interfaceName }),
  response: z.object({ job: z.string().nullable() }),
  status: 202,
  handler: async ({ body }) => ({
    job: await enqueue('probe-network', { interfaces: [body.interface] }),
  }),
});
