import { Boxes } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { ButtonLink } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Empty } from '@/app/_ui/empty';
import { Heading } from '@/app/_ui/heading';
import { Cell, Row, Table } from '@/app/_ui/table';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { listProfiles } from '@/lib/hosts/profiles/data';
import type { ProfileDetail } from '@/lib/hosts/profiles/schema';
import { ruleSentence } from './_rules/sentence';

export const metadata: Metadata = { title: 'Profiles' };

export default async function ProfilesPage() {
  const actor = await requireActor();
  const profiles = await listProfiles({ actor });
  const create = may(actor, 'write') && (
    <ButtonLink look="primary" href="/profiles/new">
      New profile
    </ButtonLink>
  );
  const about =
    'What an install puts on a host: an image or a sub script, and the scripts around it.';
  return (
    <>
      <Heading title="Profiles" note={about} actions={create} />
      <Card flush>
        {profiles.length === 0 ? (
          <Empty Picture={Boxes} title="No profiles yet" action={create}>
            A profile names an image (or a sub script with a kickstart), the disk rule, and pre- and
            post-install scripts. A host has one by hand, or by a rule.
          </Empty>
        ) : (
          <Table head={['Name', 'Installs', 'Given to', 'Pre and post scripts', 'Hosts']}>
            {profiles.map((profile) => (
              <Row key={profile.id}>
                <Cell className="max-w-72 truncate">
                  <Link href={`/profiles/${profile.id}`} className="font-medium hover:text-accent">
                    {profile.name}
                  </Link>
                </Cell>
                <Cell wide className="text-muted">
                  {profile.subScript
                    ? `sub script ${profile.subScript.title}`
                    : profile.image && `image ${profile.image.name}`}
                  {profile.problem && (
                    <span className="ml-2 text-xs text-attention">{profile.problem}</span>
                  )}
                </Cell>
                <Cell className="max-w-80 truncate text-muted">
                  <GivenTo profile={profile} />
                </Cell>
                <Cell className="tabular text-muted">
                  {profile.preScripts.length} and {profile.postScripts.length}
                </Cell>
                <Cell className="tabular text-muted">
                  <Link href={`/hosts?profile=${profile.id}`} className="hover:text-accent">
                    {profile.hosts + profile.hostsByRule}
                  </Link>
                </Cell>
              </Row>
            ))}
          </Table>
        )}
      </Card>
    </>
  );
}

/** Who gets it without being given it by hand. */
function GivenTo({ profile: { rules, isDefault } }: { profile: ProfileDetail }) {
  const [first, ...others] = rules.map(ruleSentence);
  if (!first) return isDefault ? 'hosts that no rule fits' : 'by hand only';
  return (
    <span title={[first, ...others].join('\n')}>
      {first}
      {others.length > 0 && ` +${others.length}`}
      {isDefault && ' And hosts that no rule fits.'}
    </span>
  );
}
