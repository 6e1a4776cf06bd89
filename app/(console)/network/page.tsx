import { Cable, ScrollText } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Empty } from '@/app/_ui/empty';
import { Heading } from '@/app/_ui/heading';
import { Output } from '@/app/_ui/output';
import { TabLinks } from '@/app/_ui/tab-links';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import { type Actor, may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { dnsmasqStatus, leases, networkView, serviceLines } from '@/lib/network/data';
import { dnsmasqService } from '@/lib/network/schema';
import { Findings } from './findings';
import { Lookup } from './lookup';
import { NetworkForm } from './network-form';
import { ServiceSwitch } from './service-switch';

export const metadata: Metadata = { title: 'Network' };

const tabs = { service: 'Service', leases: 'Leases', log: 'Log', lookup: 'Lookup' } as const;

export default async function NetworkPage({
  searchParams,
}: {
  searchParams: Promise<{ tab?: string }>;
}) {
  const { tab: asked } = await searchParams;
  const actor = await requireActor();
  const tab = asked && asked in tabs ? (asked as keyof typeof tabs) : 'service';
  const [view, status] = await Promise.all([networkView({ actor }), dnsmasqStatus()]);
  const { settings } = view;
  const mayAdminister = may(actor, 'installation:administer');
  return (
    <>
      <Heading
        title="Network"
        note={
          settings.interface
            ? `Machines are served on ${settings.interface}${view.publicUrl ? `, and reach us at ${view.publicUrl}` : ''}.`
            : 'No interface is chosen yet.'
        }
      />
      <ServiceSwitch
        status={status}
        dhcp={settings.dhcp.mode !== 'off' && settings.tftp.enabled}
        dns={settings.dns.enabled}
        mayOperate={may(actor, 'installation:operate')}
        ready={settings.interface !== null}
      />
      <TabLinks
        label="Network"
        tabs={Object.entries(tabs).map(([key, name]) => ({
          name,
          href: `/network?tab=${key}`,
          here: key === tab,
        }))}
      />
      {tab === 'service' && (
        <div className="flex flex-col gap-4">
          <Findings findings={view.findings} />
          <NetworkForm view={view} mayAdminister={mayAdminister} />
        </div>
      )}
      {tab === 'leases' && <Leases rows={await leases({ actor })} />}
      {tab === 'log' && (
        <Card flush>
          <ServiceLog actor={actor} />
        </Card>
      )}
      {tab === 'lookup' && <Lookup server={view.ownAddress} domain={settings.domain} />}
    </>
  );
}

/** What dnsmasq said last, its newest lines in sight. */
async function ServiceLog({ actor }: { actor: Actor }) {
  if (!may(actor, 'installation:strangers')) {
    return (
      <p className="p-4 text-muted">Only the team that owns this installation reads the log.</p>
    );
  }
  const lines = await serviceLines({ service: dnsmasqService, limit: 500 });
  if (lines.length === 0) {
    return (
      <Empty Picture={ScrollText} title="It never ran, so it said nothing">
        Every line that dnsmasq writes shows here as soon as DHCP, TFTP or DNS is on.
      </Empty>
    );
  }
  const text = lines.map(({ at, line }) => `${at.slice(11, 19)}  ${line}`).join('\n');
  return <Output text={text} className="max-h-[65vh] p-4" />;
}

function Leases({ rows }: { rows: Awaited<ReturnType<typeof leases>> }) {
  return (
    <Card flush>
      {rows.length === 0 ? (
        <Empty Picture={Cable} title="No machine has an address from here">
          Leases show as soon as machines on the wire ask for one.
        </Empty>
      ) : (
        <Table head={['Address', 'MAC', 'Name', 'Host', 'Ends']}>
          {rows.map((lease) => (
            <Row key={lease.mac}>
              <Cell>
                <Copy text={lease.address} />
              </Cell>
              <Cell>
                <Copy text={lease.mac} />
              </Cell>
              <Cell className="max-w-60 truncate text-muted">{lease.name ?? '–'}</Cell>
              <Cell wide>
                {lease.host ? (
                  <Link href={`/hosts/${lease.host.id}`} className="hover:text-accent">
                    {lease.host.name}
                  </Link>
                ) : (
                  <span className="text-faint">stranger</span>
                )}
              </Cell>
              <Cell className="text-muted">
                {lease.expiresAt ? <Ago at={lease.expiresAt} /> : 'never'}
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </Card>
  );
}
