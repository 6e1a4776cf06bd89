'use server';

import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { createImage, deleteImage } from '@/lib/images/mutations';
import { newImage } from '@/lib/images/schema';

export const createImageAction = action({
  permission: 'write',
  input: newImage,
  handler: ({ actor, input }) => createImage({ actor, input }),
});

export const deleteImageAction = action({
  permission: 'write',
  input: z.object({ id: z.uuid() }),
  handler: ({ actor, input }) => deleteImage({ actor, id: input.id }),
});
