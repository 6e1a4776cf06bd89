import type { Metadata } from 'next';
import { Heading } from '@/app/_ui/heading';
import { TabLinks } from '@/app/_ui/tab-links';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { listInvitations } from '@/lib/auth/invitations/data';
import { listMembers, listTeams } from '@/lib/auth/teams/data';
import { listTokens } from '@/lib/auth/tokens/data';
import { enrolmentsWithMedia } from '@/lib/builds/enrolled/data';
import { listSshKeys } from '@/lib/hosts/ssh-keys/data';
import { listSecrets } from '@/lib/scripts/secrets/data';
import { Builds } from './builds';
import { Enrolments } from './enrolments';
import { People } from './people';
import { Secrets } from './secrets';
import { SshKeys } from './ssh-keys';
import { Teams } from './teams';
import { Tokens } from './tokens';
import { You } from './you';

export const metadata: Metadata = { title: 'Settings' };

const tabs = {
  people: 'People',
  keys: 'SSH keys',
  secrets: 'Secrets',
  enrolments: 'Enrolment tokens',
  tokens: 'API tokens',
  builds: 'Builds',
  teams: 'Teams',
  you: 'You',
};

export default async function SettingsPage({
  searchParams,
}: {
  searchParams: Promise<{ tab?: string }>;
}) {
  const { tab: asked } = await searchParams;
  const actor = await requireActor();
  const tab = asked && asked in tabs ? asked : 'people';
  const administers = may(actor, 'administer');
  return (
    <>
      <Heading title="Settings" note={`${actor.teamName} · you are ${actor.role}`} />
      <TabLinks
        label="Settings"
        tabs={Object.entries(tabs).map(([key, name]) => ({
          name,
          href: `/settings?tab=${key}`,
          here: key === tab,
        }))}
      />
      {tab === 'people' && (
        <People
          teamId={actor.teamId}
          members={await listMembers({ actor, id: actor.teamId })}
          invitations={administers ? await listInvitations({ actor }) : []}
          mayAdminister={administers}
        />
      )}
      {tab === 'keys' && (
        <SshKeys keys={await listSshKeys({ actor })} mayWrite={may(actor, 'write')} />
      )}
      {tab === 'secrets' && (
        <Secrets secrets={await listSecrets({ actor })} mayWrite={may(actor, 'write')} />
      )}
      {tab === 'enrolments' && (
        <Enrolments
          enrolments={await enrolmentsWithMedia({ actor })}
          mayWrite={may(actor, 'write')}
        />
      )}
      {tab === 'tokens' && <Tokens tokens={administers ? await listTokens({ actor }) : null} />}
      {tab === 'builds' && <Builds actor={actor} />}
      {tab === 'teams' && (
        <Teams
          teams={await listTeams({ actor })}
          mayCreate={may(actor, 'installation:administer')}
        />
      )}
      {tab === 'you' && <You name={actor.name} />}
    </>
  );
}
