import { apiRoute } from '@/app/_doors/api-route';
import { authoriseMany } from '@/lib/hosts/installs/bulk/mutations';
import { bulkInstall, bulkInstallResults } from '@/lib/hosts/installs/bulk/schema';

export const POST = apiRoute({
  summary:
    'Authorise one install each of many hosts; each for itself, with what became of each host',
  permission: 'write',
  body: bulkInstall,
  response: bulkInstallResults,
  handler: ({ actor, body }) => authoriseMany({ actor, input: body }),
});
