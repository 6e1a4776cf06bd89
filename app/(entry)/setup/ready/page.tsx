import { Power } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/app/_ui/button';
import { Copy } from '@/app/_ui/copy';
import { Live } from '@/app/_ui/live';
import { meaningOf, Notice } from '@/app/_ui/status';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { listStrangers } from '@/lib/hosts/strangers/data';
import { dnsmasqStatus, networkView } from '@/lib/network/data';
import { EntryCard } from '../../_parts/entry-card';
import { SetupSteps } from '../../_parts/setup-steps';

export const metadata: Metadata = { title: 'Switch a machine on' };

/** The last step waits with the person for the first machine. */
export default async function SetupReadyPage() {
  const actor = await requireActor();
  const [status, view, strangers] = await Promise.all([
    dnsmasqStatus(),
    networkView({ actor }),
    may(actor, 'installation:strangers') ? listStrangers({ actor }) : [],
  ]);
  return (
    <Live>
      <div data-wide />
      <SetupSteps current={3} />
      <EntryCard
        title="Switch a machine on"
        note={`Plug it in on ${view.settings.interface ?? 'the network'} and let it boot from the network. It appears here by itself.`}
      >
        <div className="flex flex-col gap-4">
          <Notice meaning={meaningOf(status.observed)}>
            DHCP and TFTP: {status.observed}
            {status.reason && `. ${status.reason}`}
            {view.publicUrl && (
              <>
                {' '}
                Machines reach us at <Copy text={view.publicUrl} />
              </>
            )}
          </Notice>
          {strangers.length === 0 ? (
            <p className="flex items-center gap-3 rounded-md border border-dashed border-line-strong p-4 text-muted">
              <Power aria-hidden className="size-5 shrink-0" />
              Waiting for the first machine. Meanwhile the agent is being built; an SSH key and an
              image can be added.
            </p>
          ) : (
            <ul className="divide-y divide-line rounded-md border border-line">
              {strangers.map((one) => (
                <li
                  key={one.mac}
                  className="arrive flex flex-wrap items-baseline gap-x-4 px-4 py-2"
                >
                  <Copy text={one.mac} />
                  <span className="text-muted">
                    {[one.vendor, one.product, one.platform].filter(Boolean).join(' · ')}
                  </span>
                </li>
              ))}
            </ul>
          )}
          <div className="flex justify-end gap-2">
            <ButtonLink href="/">To the overview</ButtonLink>
            <ButtonLink look="primary" href="/hosts">
              {strangers.length > 0 ? 'Accept it' : 'Go to hosts'}
            </ButtonLink>
          </div>
        </div>
      </EntryCard>
    </Live>
  );
}
