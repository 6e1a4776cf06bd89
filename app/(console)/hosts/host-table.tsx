'use client';

import Link from 'next/link';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Copy } from '@/app/_ui/copy';
import { Dialog } from '@/app/_ui/dialog';
import { Progress } from '@/app/_ui/progress';
import { StateBadge } from '@/app/_ui/status';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { HostSummary } from '@/lib/hosts/schema';
import { deleteHostsAction, setProfileAction } from './actions';
import { csvOf } from './csv';

/** The hosts, to filter, choose and act on. */
export function HostTable({
  hosts,
  profiles,
  mayWrite,
}: {
  hosts: HostSummary[];
  profiles: { id: string; name: string }[];
  mayWrite: boolean;
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const ids = hosts.map(({ id }) => id).filter((id) => chosen.has(id));
  const all = ids.length === hosts.length;

  function toggle(id: string) {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }

  async function act(work: Promise<{ ok: true } | { ok: false; message: string }>) {
    const result = await work;
    if (!result.ok) toast.error(result.message);
    else setChosen(new Set());
  }

  function download() {
    const url = URL.createObjectURL(new Blob([csvOf(hosts)], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = 'hosts.csv';
    link.click();
    URL.revokeObjectURL(url);
  }

  return (
    <>
      <Table
        head={[
          <input
            key="all"
            type="checkbox"
            aria-label="Choose all"
            checked={all && hosts.length > 0}
            onChange={() => setChosen(all ? new Set() : new Set(hosts.map(({ id }) => id)))}
          />,
          'Name',
          'State',
          'MAC',
          'Address',
          'Profile',
          'Last seen',
        ]}
      >
        {hosts.map((host) => (
          <Row key={host.id}>
            <Cell>
              <input
                type="checkbox"
                aria-label={`Choose ${host.name}`}
                checked={chosen.has(host.id)}
                onChange={() => toggle(host.id)}
              />
            </Cell>
            <Cell className="max-w-64 truncate">
              <Link href={`/hosts/${host.id}`} className="font-medium hover:text-accent">
                {host.name}
              </Link>
            </Cell>
            <Cell className="w-full">
              <div className="flex items-center gap-3">
                <StateBadge state={host.state} />
                {host.progress !== null && host.state === 'installing' && (
                  <div className="flex w-48 items-center gap-2 text-xs text-muted">
                    <Progress value={host.progress} label={host.step ?? 'installing'} />
                    <span className="tabular">{Math.round(host.progress * 100)} %</span>
                  </div>
                )}
              </div>
            </Cell>
            <Cell>
              {host.macs[0] && <Copy text={host.macs[0]} />}
              {host.macs.length > 1 && (
                <span className="text-xs text-muted"> +{host.macs.length - 1}</span>
              )}
            </Cell>
            <Cell>
              {host.address ? <Copy text={host.address} /> : <span className="text-faint">–</span>}
            </Cell>
            <Cell className="text-muted">{host.profile?.name ?? '–'}</Cell>
            <Cell className="text-muted">
              <Ago at={host.lastSeenAt} />
            </Cell>
          </Row>
        ))}
      </Table>
      <footer className="flex min-h-12 flex-wrap items-center gap-2 border-t border-line px-4 py-2 text-muted">
        <span>{ids.length > 0 ? `${ids.length} chosen` : `${hosts.length} shown`}</span>
        {ids.length > 0 && mayWrite && (
          <>
            <select
              aria-label="Give the chosen hosts a profile"
              value=""
              onChange={(event) =>
                void act(setProfileAction({ ids, profileId: event.target.value }))
              }
              className="h-8 rounded-md border border-line-strong bg-surface px-2 text-ink"
            >
              <option value="" disabled>
                Give a profile…
              </option>
              {profiles.map((profile) => (
                <option key={profile.id} value={profile.id}>
                  {profile.name}
                </option>
              ))}
            </select>
            <Button look="danger" onClick={() => setAsking(true)}>
              Delete
            </Button>
          </>
        )}
        <Button look="quiet" className="ml-auto" onClick={download}>
          Download as CSV
        </Button>
      </footer>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${ids.length === 1 ? 'this host' : `these ${ids.length} hosts`}?`}
        note="Their disks are not touched. A machine that boots again appears as a stranger."
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>Keep</Button>
          <Button
            look="destructive"
            onClick={() => {
              setAsking(false);
              void act(deleteHostsAction({ ids }));
            }}
          >
            Delete
          </Button>
        </div>
      </Dialog>
    </>
  );
}
