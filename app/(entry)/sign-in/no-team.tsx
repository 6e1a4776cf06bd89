'use client';

import { signOut } from 'next-auth/react';
import { Button } from '@/app/_ui/button';
import { EntryCard } from '../_parts/entry-card';

/** Signed in, but in no team: everything belongs to one. */
export function NoTeam({ email }: { email: string }) {
  return (
    <EntryCard
      title="You are in no team"
      note={`${email} is signed in, but belongs to no team (any more). Ask an administrator for an invitation.`}
    >
      <Button onClick={() => void signOut({ callbackUrl: '/sign-in' })}>Sign out</Button>
    </EntryCard>
  );
}
