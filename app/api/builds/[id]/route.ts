import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { readBuild } from '@/lib/builds/data';
import { endOrDeleteBuild } from '@/lib/builds/removal/mutations';
import { buildDetailAnswer, buildId } from '@/lib/builds/schema';

export const GET = apiRoute({
  summary: 'One build, with the files that it made',
  permission: 'read',
  params: buildId,
  response: buildDetailAnswer,
  handler: ({ actor, params }) => readBuild({ actor, id: params.id }),
});

export const DELETE = apiRoute({
  summary:
    'Cancels a build in flight, for all who asked for it; removes one that has ended with its log, and a boot medium with its files',
  permission: 'write',
  params: buildId,
  response: z.object({ id: z.uuid(), cancelled: z.boolean() }),
  handler: ({ actor, params }) => endOrDeleteBuild({ actor, id: params.id }),
});
