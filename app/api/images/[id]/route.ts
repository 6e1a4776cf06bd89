import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { readImage } from '@/lib/images/data';
import { deleteImage } from '@/lib/images/mutations';
import { imageAnswer } from '@/lib/images/schema';

const params = z.object({ id: z.uuid() });

export const GET = apiRoute({
  summary: 'One image',
  permission: 'read',
  params,
  response: imageAnswer,
  handler: ({ actor, params }) => readImage({ actor, id: params.id }),
});

export const DELETE = apiRoute({
  summary: 'Deletes an image; an import that runs is ended. Refused while a profile has it',
  permission: 'write',
  params,
  response: z.object({ id: z.uuid() }),
  handler: ({ actor, params }) => deleteImage({ actor, id: params.id }),
});
