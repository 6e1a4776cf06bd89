import { apiRoute } from '@/app/_doors/api-route';
import { networkView } from '@/lib/network/data';
import { changeNetwork } from '@/lib/network/mutations';
import {
  networkChange,
  networkSettings,
  networkView as networkViewSchema,
} from '@/lib/network/schema';

export const GET = apiRoute({
  summary:
    'The network: settings, interfaces, the configuration they make, and what the doctor finds',
  permission: 'installation:read',
  response: networkViewSchema,
  handler: ({ actor }) => networkView({ actor }),
});

export const PUT = apiRoute({
  summary: 'Change some of the network settings; what is not named stays',
  permission: 'installation:administer',
  body: networkChange,
  response: networkSettings,
  handler: ({ actor, body }) => changeNetwork({ actor, change: body }),
});
