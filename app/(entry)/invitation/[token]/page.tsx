import type { Metadata } from 'next';
import { ButtonLink } from '@/app/_ui/button';
import { currentAccount } from '@/lib/auth/current';
import { readOpenInvitation } from '@/lib/auth/invitations/data';
import { EntryCard } from '../../_parts/entry-card';
import { InvitationForm } from './invitation-form';

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await readOpenInvitation(token);
  if (!invitation) {
    return (
      <EntryCard
        title="This invitation is over"
        note="It was used, taken back or has expired. Ask an administrator of the team for a new one."
      >
        <ButtonLink href="/sign-in">Sign in</ButtonLink>
      </EntryCard>
    );
  }
  const { email, role, teamName, hasAccount } = invitation;
  const account = await currentAccount();
  return (
    <EntryCard
      title={`Join ${teamName}`}
      note={
        <>
          You are invited as {role}, for <span className="text-ink">{email}</span>.
        </>
      }
    >
      <InvitationForm
        token={token}
        email={email}
        ask={account?.email === email ? 'nothing' : hasAccount ? 'password' : 'account'}
      />
    </EntryCard>
  );
}
