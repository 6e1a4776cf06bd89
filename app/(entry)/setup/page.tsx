import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '@/lib/auth/current';
import { isSetupToken } from '@/lib/auth/setup';
import { hasNoUsers } from '@/lib/auth/users/data';
import { EntryCard } from '../_parts/entry-card';
import { NotSetUp } from '../_parts/not-set-up';
import { SetupSteps } from '../_parts/setup-steps';
import { SetupForm } from './setup-form';

export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' };

export default async function SetupPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  if (!(await hasNoUsers())) redirect((await currentActor()) ? '/' : '/sign-in');
  const { token } = await searchParams;
  if (typeof token !== 'string' || !(await isSetupToken(token))) return <NotSetUp />;
  return (
    <>
      <SetupSteps current={1} />
      <EntryCard
        title="Welcome"
        note="Make your account. It governs this installation; you can invite others afterwards."
      >
        <SetupForm token={token} />
      </EntryCard>
    </>
  );
}
