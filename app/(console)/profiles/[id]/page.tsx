import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Heading } from '@/app/_ui/heading';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { isAppError } from '@/lib/core/errors';
import { readProfile } from '@/lib/hosts/profiles/data';
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
            ? `${profile.hosts} ${profile.hosts === 1 ? 'host uses' : 'hosts use'} it. Installs that run keep what they were authorised with.`
            : 'What an install puts on a host.'
        }
      />
      <ProfileForm
        profile={profile}
        mayWrite={may(actor, 'write')}
        images={images.map(({ id, name, state }) => ({ id, name, state }))}
        scripts={scripts.map(({ id, kind, title }) => ({ id, kind, title }))}
      />
    </>
  );
}
