'use server';

import { action } from '@/app/_doors/action';
import { setupInput } from '@/lib/auth/schema';
import { setUp } from '@/lib/auth/setup';

/** Makes the first administrator; the link's token is what lets somebody in. */
export const makeFirstAccount = action({
  permission: null,
  input: setupInput,
  handler: async ({ input }) => {
    await setUp(input);
    return { email: input.email };
  },
});
