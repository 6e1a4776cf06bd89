'use server';

import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { askForProbe, deleteLocalNode } from '@/lib/hosts/local-nodes/mutations';

const input = z.object({ id: z.uuid() });

export const checkNodeAction = action({
  permission: 'write',
  input,
  handler: ({ actor, input }) => askForProbe({ actor, id: input.id }),
});

export const removeNodeAction = action({
  permission: 'write',
  input,
  handler: ({ actor, input }) => deleteLocalNode({ actor, id: input.id }),
});
