'use server';

import { cookies, headers } from 'next/headers';
import { action } from '@/app/_doors/action';
import { currentAccount } from '@/lib/auth/current';
import { acceptInvitation } from '@/lib/auth/invitations/mutations';
import { acceptInput } from '@/lib/auth/schema';
import { teamCookie } from '@/lib/auth/session';
import { addressOf } from '@/lib/auth/sign-in';

/** Joins the team of an invitation, and works in it from now on. */
export const joinTeam = action({
  permission: null,
  input: acceptInput,
  handler: async ({ input }) => {
    const account = await currentAccount();
    const address = addressOf(await headers());
    const { email, teamId } = await acceptInvitation({ ...input, account, address });
    const jar = await cookies();
    jar.set(teamCookie, teamId, { httpOnly: true, sameSite: 'lax', path: '/' });
    return { email };
  },
});
