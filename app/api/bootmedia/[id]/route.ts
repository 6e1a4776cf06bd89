import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { deleteMedium } from '@/lib/builds/media/mutations';
import { mediumParams, readRoute } from '../../media/_routes/item';

export const GET = readRoute('bootmedia');

/** Inherited: the id itself is the answer. */
export const DELETE = apiRoute({
  summary:
    'Delete a boot medium, with its files where nobody else needs them; while it is built this ends it for all who asked for the same; answers the id',
  permission: 'write',
  params: mediumParams,
  response: z.uuid(),
  handler: async ({ actor, params: { id } }) =>
    (await deleteMedium({ actor, segment: 'bootmedia', id })).id,
});
