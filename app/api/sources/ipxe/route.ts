import { apiRoute } from '@/app/_doors/api-route';
import { sourceState } from '@/lib/builds/sources/data';
import { cancelSourceUpdate, requestSourceUpdate } from '@/lib/builds/sources/mutations';
import { sourceAnswer } from '@/lib/builds/sources/schema';

export const GET = apiRoute({
  summary:
    'The source that iPXE is compiled from: where it is had from, its commit, its state and why',
  permission: 'installation:read',
  response: sourceAnswer,
  handler: () => sourceState('ipxe'),
});

export const POST = apiRoute({
  summary: 'Have a worker look for a newer source of iPXE and take it',
  permission: 'installation:operate',
  response: sourceAnswer,
  status: 202,
  handler: ({ actor }) => requestSourceUpdate({ actor, name: 'ipxe' }),
});

export const DELETE = apiRoute({
  summary: 'Stop the update of the source that waits or is at work; what was there before stays',
  permission: 'installation:operate',
  response: sourceAnswer,
  handler: ({ actor }) => cancelSourceUpdate({ actor, name: 'ipxe' }),
});
