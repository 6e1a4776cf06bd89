import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentAccount } from '@/lib/auth/current';
import { hasNoUsers } from '@/lib/auth/users/data';
import { EntryCard } from '../_parts/entry-card';
import { localPath } from '../_parts/local-path';
import { NotSetUp } from '../_parts/not-set-up';
import { NoTeam } from './no-team';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>;
}) {
  const to = localPath((await searchParams).to);
  const account = await currentAccount();
  if (account && account.memberships.length > 0) redirect(to);
  if (account) return <NoTeam email={account.email} />;
  if (await hasNoUsers()) return <NotSetUp />;
  return (
    <EntryCard title="Sign in">
      <SignInForm to={to} />
    </EntryCard>
  );
}
