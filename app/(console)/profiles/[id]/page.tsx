import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Heading } from '@/app/_ui/heading';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { isAppError } from '@/lib/core/errors';
import { readProfile } from '@/lib/hosts/profiles/data';
import type { ProfileDetail } from '@/lib/hosts/profiles/schema';
import { listImages } from '@/lib/images/data';
import { listScripts } from '@/lib/scripts/data';
import { ProfileForm } from '../profile-form';

export const metadata: Metadata = { title: 'Profile' };

export default async function ProfilePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireActor();
  const fresh = id === 'new';
  const [profile, scripts, images] = await Promise.all([
    fresh ? null : readProfile({ actor, id }),
    listScripts({ actor }),
    listImages({ actor }),
  ]).catch((error) => {
    if (isAppError(error) && error.class === 'notFound') notFound();
    throw error;
  });
  return (
    <>
      <Heading
        title={profile?.name ?? 'New profile'}
        note={
          profile
            ? `${numberOf(profile)} Installs that run keep what they were authorised with.`
            : 'What an install puts on a host.'
        }
      />
      <ProfileForm
        profile={profile}
        mayWrite={may(actor, 'write')}
        images={images.map(({ id, name, state }) => ({ id, name, state }))}
        scripts={scripts.map(({ id, kind, title, dialect }) => ({ id, kind, title, dialect }))}
      />
    </>
  );
}

function numberOf({ hosts, hostsByRule }: ProfileDetail): string {
  const all = hosts + hostsByRule;
  if (all === 0) return 'No host has it.';
  const have = all === 1 ? '1 host has it' : `${all} hosts have it`;
  return `${have}, ${hosts} by hand and ${hostsByRule} by rule or as the default.`;
}
