import type { Metadata } from 'next';
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
import { listProfiles } from '@/lib/hosts/profiles/data';
import { Explanation } from './explanation';
import { Hardware } from './hardware';
import { HostSettings } from './host-settings';
import { InstallButton } from './install-button';
import { InstallState } from './install-state';
import { Timeline } from './timeline';

export const metadata: Metadata = { title: 'Host' };

const tabs = {
  timeline: 'Timeline',
  explain: 'What it would get, and why',
  hardware: 'Hardware',
  settings: 'Settings',
} as const;

export default async function HostPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ tab?: string }>;
}) {
  const [{ id }, { tab: asked }] = await Promise.all([params, searchParams]);
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
            <span>{host.profile ? `profile “${host.profile.name}”` : 'no profile'}</span>
          </span>
        }
        actions={may(actor, 'write') && <InstallButton host={host} newest={newest} />}
      />
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
      {tab === 'hardware' && <Hardware host={host} />}
      {tab === 'settings' && (
        <HostSettings host={host} profiles={profiles} mayWrite={may(actor, 'write')} />
      )}
    </>
  );
}
