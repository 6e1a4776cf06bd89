import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { requestBuild } from '@/lib/builds/mutations';
import { specSchemas } from '@/lib/builds/specs';
import { mediumMediaTypes, readMediumBody } from '../media/_routes/body';
import { listRoute } from '../media/_routes/collection';

export const GET = listRoute('bootmedia');

/** Inherited: `script`, `label` and `efiLabel` in, the id out. All fields of an ISO are taken. */
export const POST = apiRoute({
  summary: 'Ask for a boot medium: its id at once, while the building goes on behind it',
  permission: 'write',
  body: specSchemas.iso,
  readBody: readMediumBody('iso'),
  consumes: mediumMediaTypes,
  response: z.object({ id: z.uuid() }),
  status: 202,
  handler: async ({ actor, body }) => {
    const { id } = await requestBuild({ actor, kind: 'iso', spec: body, fieldsAt: 'top' });
    return { id };
  },
});
