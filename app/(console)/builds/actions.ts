'use server';

import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { cancelBuild, requestBuild } from '@/lib/builds/mutations';
import { newBuild } from '@/lib/builds/schema';

export const requestBuildAction = action({
  permission: 'write',
  input: newBuild,
  handler: ({ actor, input }) => requestBuild({ actor, ...input }),
});

export const cancelBuildAction = action({
  permission: 'write',
  input: z.object({ id: z.uuid() }),
  handler: ({ actor, input }) => cancelBuild({ actor, id: input.id }),
});
