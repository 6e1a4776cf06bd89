import { apiRoute } from '@/app/_doors/api-route';
import { leases } from '@/lib/network/data';
import { leaseView } from '@/lib/network/schema';

export const GET = apiRoute({
  summary: "The DHCP leases of your team's hosts; for the owning team, of all machines",
  permission: 'read',
  response: leaseView.array(),
  handler: ({ actor }) => leases({ actor }),
});
