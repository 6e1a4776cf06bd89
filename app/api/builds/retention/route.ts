import { apiRoute } from '@/app/_doors/api-route';
import { readRetention } from '@/lib/builds/retention/data';
import { changeRetention } from '@/lib/builds/retention/mutations';
import { retention, retentionChange } from '@/lib/builds/retention/schema';

export const GET = apiRoute({
  summary: 'How long logs, builds, artifacts and caches are kept',
  permission: 'installation:read',
  response: retention,
  handler: () => readRetention(),
});

export const PUT = apiRoute({
  summary: 'Change how long they are kept; what is not named stays',
  permission: 'installation:operate',
  body: retentionChange,
  response: retention,
  handler: ({ actor, body }) => changeRetention({ actor, change: body }),
});
