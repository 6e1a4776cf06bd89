import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { authoriseInstall, cancelInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput, installSummary } from '@/lib/hosts/installs/schema';

const params = z.object({ id: z.string() });

export const POST = apiRoute({
  summary: 'Authorise one install of a host; what its profile says now is pinned',
  permission: 'write',
  params,
  body: authoriseInput.prefault({}),
  response: installSummary,
  status: 201,
  handler: ({ actor, params: { id }, body }) =>
    authoriseInstall({ actor, hostId: id, input: body }),
});

export const DELETE = apiRoute({
  summary: 'Cancel the open install of a host',
  permission: 'write',
  params,
  response: installSummary,
  handler: ({ actor, params: { id } }) => cancelInstall({ actor, hostId: id }),
});
