import { Cpu } from 'lucide-react';
import type { Metadata } from 'next';
import { Card } from '@/app/_ui/card';
import { Empty } from '@/app/_ui/empty';
import { Heading } from '@/app/_ui/heading';
import { Search } from '@/app/_ui/search';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { hostCounts, listHosts } from '@/lib/hosts/data';
import { listProfiles } from '@/lib/hosts/profiles/data';
import { hostStates } from '@/lib/hosts/state';
import { listStrangers } from '@/lib/hosts/strangers/data';
import { networkSettings } from '@/lib/network/data';
import { AddHost } from './add-host';
import { HostTable } from './host-table';
import { StateFilter } from './state-filter';
import { StrangerTable } from './stranger-table';

export const metadata: Metadata = { title: 'Hosts' };

export default async function HostsPage({
  searchParams,
}: {
  searchParams: Promise<{ q?: string; state?: string; add?: string }>;
}) {
  const { q, state: asked, add } = await searchParams;
  const actor = await requireActor();
  const state = hostStates.find((one) => one === asked);
  const seesStrangers = may(actor, 'installation:strangers');
  const [hosts, counts, strangers, profiles, settings] = await Promise.all([
    listHosts({ actor, search: q || undefined, state }),
    hostCounts({ actor }),
    seesStrangers ? listStrangers({ actor }) : [],
    listProfiles({ actor }),
    networkSettings(),
  ]);
  const mayWrite = may(actor, 'write');
  const choices = profiles.map(({ id, name }) => ({ id, name }));
  const wire = settings.interface ?? 'the machine network';
  return (
    <>
      <Heading
        title="Hosts"
        note={`${counts.total} ${counts.total === 1 ? 'host' : 'hosts'} of ${actor.teamName}`}
        actions={mayWrite && <AddHost profiles={choices} openAtOnce={add !== undefined} />}
      />
      {strangers.length > 0 && (
        <StrangerTable
          strangers={strangers}
          profiles={choices}
          mayAccept={may(actor, 'installation:operate')}
        />
      )}
      <Card flush>
        {counts.total > 0 && (
          <div className="flex flex-wrap items-center gap-3 border-b border-line p-3">
            <div className="min-w-48 flex-1">
              <Search placeholder="Search by name, MAC, address or serial" />
            </div>
            <StateFilter counts={counts.byState} here={state ?? null} />
          </div>
        )}
        {hosts.length > 0 ? (
          <HostTable hosts={hosts} mayWrite={mayWrite} profiles={choices} />
        ) : (
          <Empty
            Picture={Cpu}
            title={counts.total > 0 ? 'No host is like that' : 'No hosts yet'}
            action={counts.total === 0 && mayWrite && <AddHost profiles={choices} />}
          >
            {counts.total > 0
              ? 'Take the filter away, or search for something else.'
              : `Plug a machine in on ${wire} and switch it on: it appears here by itself. Or add one by its MAC.`}
          </Empty>
        )}
      </Card>
    </>
  );
}
