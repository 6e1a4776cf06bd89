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
            post-install scripts. Hosts are given one.
          </Empty>
        ) : (
          <Table head={['Name', 'Installs', 'Pre and post scripts', 'Hosts']}>
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
                <Cell className="tabular text-muted">
                  {profile.preScripts.length} and {profile.postScripts.length}
                </Cell>
                <Cell className="tabular text-muted">{profile.hosts}</Cell>
              </Row>
            ))}
          </Table>
        )}
      </Card>
    </>
  );
}
