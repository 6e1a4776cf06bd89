import { Cpu } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Card } from '@/app/_ui/card';
import { Empty } from '@/app/_ui/empty';
import { Heading } from '@/app/_ui/heading';
import { Notice } from '@/app/_ui/status';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { pageOfHosts } from '@/lib/hosts/data';
import { listProfiles } from '@/lib/hosts/profiles/data';
import { listStrangers } from '@/lib/hosts/strangers/data';
import { networkSettings } from '@/lib/network/data';
import { teamCounts } from '../_shell/team-counts';
import { Filters } from './_list/filters';
import { HostTable } from './_list/host-table';
import { readListQuery } from './_list/list-query';
import { Pages } from './_list/pages';
import { StrangerTray } from './_tray/stranger-tray';
import { AddHost } from './add-host';
import { HostsTabs } from './tabs';

export const metadata: Metadata = { title: 'Hosts' };

/** Hosts on one page. */
const limit = 100;
/** Strangers that are brought at once; when some are dealt with, others follow. */
const strangersLimit = 500;

export default async function HostsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const params = await searchParams;
  const actor = await requireActor();
  const { query, wrong } = readListQuery(params);
  const [{ hosts, next, previous }, counts, strangers, profiles, settings] = await Promise.all([
    pageOfHosts({ actor, query: { ...query, limit } }),
    teamCounts(),
    listStrangers({ actor, limit: strangersLimit }),
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
        actions={mayWrite && <AddHost profiles={choices} openAtOnce={params.add !== undefined} />}
      />
      <HostsTabs here="/hosts" />
      {strangers.length > 0 && (
        <StrangerTray strangers={strangers} profiles={choices} mayAccept={mayWrite} />
      )}
      {wrong.length > 0 && (
        <div className="mb-4">
          <Notice meaning="attention">
            The address asks for {wrong.join(' and ')}, which no list has; it was left out.
          </Notice>
        </div>
      )}
      <Card flush>
        {counts.total > 0 && <Filters query={query} counts={counts.byState} profiles={choices} />}
        {hosts.length > 0 ? (
          <HostTable
            hosts={hosts}
            query={query}
            total={counts.total}
            more={next !== null || previous !== null}
            mayWrite={mayWrite}
            profiles={choices}
          />
        ) : (
          <Empty
            Picture={Cpu}
            title={counts.total > 0 ? 'No host is like that' : 'No hosts yet'}
            action={counts.total === 0 && mayWrite && <AddHost profiles={choices} />}
          >
            {counts.total > 0 ? (
              <>
                Search for something else, or{' '}
                <Link href="/hosts" className="text-accent underline">
                  see all hosts
                </Link>
                .
              </>
            ) : (
              `Plug a machine in on ${wire} and switch it on: it appears here by itself. Or add one by its MAC.`
            )}
          </Empty>
        )}
        <Pages query={query} next={next} previous={previous} size={limit} />
      </Card>
    </>
  );
}
