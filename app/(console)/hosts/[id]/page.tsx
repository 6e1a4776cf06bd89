import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Copy } from '@/app/_ui/copy';
import { Heading } from '@/app/_ui/heading';
import { StateBadge } from '@/app/_ui/status';
import { TabLinks } from '@/app/_ui/tab-links';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { isAppError } from '@/lib/core/errors';
import { listEvents } from '@/lib/events/data';
import { readHost } from '@/lib/hosts/data';
import { listInstalls } from '@/lib/hosts/installs/data';
import { openStates } from '@/lib/hosts/installs/schema';
import { listProfiles } from '@/lib/hosts/profiles/data';
import type { HostDetail } from '@/lib/hosts/schema';
import { LabelChips } from '../label-chips';
import { Explanation } from './explanation';
import { Hardware } from './hardware';
import { HostSettings } from './host-settings';
import { InstallButton } from './install-button';
import { InstallState } from './install-state';
import { RenderedScripts } from './rendered-scripts';
import { RescueButton } from './rescue-button';
import { RescueState } from './rescue-state';
import { Timeline } from './timeline';

export const metadata: Metadata = { title: 'Host' };

const tabs = {
  timeline: 'Timeline',
  explain: 'What it would get, and why',
  rendered: 'Scripts as rendered',
  hardware: 'Hardware',
  settings: 'Settings',
} as const;

export default async function HostPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ tab?: string; script?: string }>;
}) {
  const [{ id }, { tab: asked, script }] = await Promise.all([params, searchParams]);
  const actor = await requireActor();
  const tab = (asked && asked in tabs ? asked : 'timeline') as keyof typeof tabs;
  const host = await readHost({ actor, id }).catch((error) => {
    if (isAppError(error) && error.class === 'notFound') notFound();
    throw error;
  });
  const [installs, events, profiles] = await Promise.all([
    listInstalls({ actor, hostId: id }),
    tab === 'timeline' ? listEvents({ actor, hostId: id, limit: 300 }) : [],
    tab === 'settings' ? listProfiles({ actor }) : [],
  ]);
  const newest = installs[0] ?? null;
  const mayWrite = may(actor, 'write');
  const open = newest !== null && openStates.includes(newest.state);
  const mayRescue = !open && host.rescue === null;
  return (
    <>
      <Heading
        title={
          <span className="flex flex-wrap items-baseline gap-x-4">
            {host.name}
            <span className="text-sm font-normal">
              <StateBadge state={host.state} />
            </span>
          </span>
        }
        note={
          <span className="flex flex-wrap gap-x-4 gap-y-1">
            {host.macs.map((mac) => (
              <Copy key={mac} text={mac} />
            ))}
            {host.address && <Copy text={host.address} />}
            {host.firmware && <span>{[host.firmware, host.arch].filter(Boolean).join(' ')}</span>}
            <ProfileOf host={host} />
            <LabelChips labels={host.labels} all />
          </span>
        }
        actions={
          mayWrite && (
            <>
              {mayRescue && <RescueButton host={host} />}
              <InstallButton host={host} newest={newest} />
            </>
          )
        }
      />
      {host.rescue && <RescueState hostId={host.id} rescue={host.rescue} mayWrite={mayWrite} />}
      <InstallState install={newest} />
      <TabLinks
        label="About this host"
        tabs={Object.entries(tabs).map(([key, name]) => ({
          name,
          href: `/hosts/${id}?tab=${key}`,
          here: key === tab,
        }))}
      />
      {tab === 'timeline' && <Timeline events={events} />}
      {tab === 'explain' && <Explanation actor={actor} hostId={id} />}
      {tab === 'rendered' && <RenderedScripts actor={actor} hostId={id} chosen={script} />}
      {tab === 'hardware' && <Hardware host={host} />}
      {tab === 'settings' && <HostSettings host={host} profiles={profiles} mayWrite={mayWrite} />}
    </>
  );
}

/** Its profile, and how it came to it. */
function ProfileOf({ host: { profile, profileBy, profileRule } }: { host: HostDetail }) {
  if (!profile) return <span>no profile</span>;
  const how = {
    hand: 'by hand',
    rule: `by rule: ${profileRule ?? ''}`,
    default: 'as the default: no rule fits',
  };
  return (
    <span className="min-w-0 break-words">
      profile{' '}
      <Link href={`/profiles/${profile.id}`} className="hover:text-accent">
        “{profile.name}”
      </Link>
      {profileBy && <span className="text-faint"> {how[profileBy]}</span>}
    </span>
  );
}
