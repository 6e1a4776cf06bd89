import { apiRoute } from '@/app/_doors/api-route';
import { previewNetwork } from '@/lib/network/data';
import { networkChange, networkView } from '@/lib/network/schema';

export const POST = apiRoute({
  summary: 'What a change of the network settings would make, without making it',
  permission: 'installation:administer',
  body: networkChange,
  response: networkView,
  handler: ({ actor, body }) => previewNetwork({ actor, change: body }),
});
