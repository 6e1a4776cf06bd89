import { apiRoute } from '@/app/_doors/api-route';
import { partStatus } from '@/lib/network/data';
import { switchAndFollow } from '@/lib/network/follow';
import { serviceStatus, serviceSwitch } from '@/lib/network/schema';

export const GET = apiRoute({
  summary: 'DNS: wanted, observed, since when, and why they differ',
  permission: 'installation:read',
  response: serviceStatus,
  handler: () => partStatus('dns'),
});

export const PUT = apiRoute({
  summary:
    'Turn DNS on or off; answers when the observed state has followed, after five seconds at most',
  permission: 'installation:operate',
  body: serviceSwitch,
  response: serviceStatus,
  handler: ({ actor, body, request }) =>
    switchAndFollow({ actor, part: 'dns', on: body.on, signal: request.signal }),
});
