import { apiRoute } from '@/app/_doors/api-route';
import { changeStrangers } from '@/lib/hosts/strangers/bulk/mutations';
import { bulkMachineResults, bulkMachines } from '@/lib/hosts/strangers/schema';

export const POST = apiRoute({
  summary:
    'Accept, reject, restore or label many machines; each for itself, with what became of each',
  permission: 'write',
  body: bulkMachines,
  response: bulkMachineResults,
  handler: ({ actor, body }) => changeStrangers({ actor, input: body }),
});
