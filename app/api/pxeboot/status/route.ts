import { apiRoute } from '@/app/_doors/api-route';
import { partStatus } from '@/lib/network/data';
import { switchAndFollow } from '@/lib/network/follow';
import { serviceStatus, serviceSwitch } from '@/lib/network/schema';

export const GET = apiRoute({
  summary: 'DHCP and TFTP: wanted, observed, since when, and why they differ',
  permission: 'installation:read',
  response: serviceStatus,
  handler: () => partStatus('pxeboot'),
});

export const PUT = apiRoute({
  summary:
    'Turn DHCP and TFTP on or off; answers when the observed state has followed, after five seconds at most',
  permission: 'installation:operate',
  body: serviceSwitch,
  response: serviceStatus,
  handler: ({ actor, body, request }) =>
    switchAndFollow({ actor, part: 'pxeboot', on: body.on, signal: request.signal }),
});
