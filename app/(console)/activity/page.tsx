import { Activity } from 'lucide-react';
import type { Metadata } from 'next';
import { Card } from '@/app/_ui/card';
import { Empty } from '@/app/_ui/empty';
import { EventLine } from '@/app/_ui/event-line';
import { Heading } from '@/app/_ui/heading';
import { TabLinks } from '@/app/_ui/tab-links';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import { may } from '@/lib/auth/actor';
import { listAudit } from '@/lib/auth/audit-trail/data';
import { requireActor } from '@/lib/auth/current';
import { listEvents } from '@/lib/events/data';

export const metadata: Metadata = { title: 'Activity' };

export default async function ActivityPage({
  searchParams,
}: {
  searchParams: Promise<{ tab?: string }>;
}) {
  const { tab } = await searchParams;
  const actor = await requireActor();
  const mayAudit = may(actor, 'administer');
  const audit = tab === 'audit' && mayAudit;
  return (
    <>
      <Heading title="Activity" note="What machines, services and people did." />
      {mayAudit && (
        <TabLinks
          label="Activity"
          tabs={[
            { name: 'Events', href: '/activity', here: !audit },
            { name: 'Audit', href: '/activity?tab=audit', here: audit },
          ]}
        />
      )}
      <Card flush>
        {audit ? (
          <Audit entries={await listAudit({ actor, limit: 200 })} />
        ) : (
          <Events events={await listEvents({ actor, limit: 200 })} />
        )}
      </Card>
    </>
  );
}

function Events({ events }: { events: Awaited<ReturnType<typeof listEvents>> }) {
  if (events.length === 0) {
    return (
      <Empty Picture={Activity} title="Nothing has happened yet">
        Everything that machines and services do is written down here as it happens.
      </Empty>
    );
  }
  return (
    <ol className="divide-y divide-line">
      {events.map((event) => (
        <EventLine key={event.id} event={event} showHost />
      ))}
    </ol>
  );
}

function Audit({ entries }: { entries: Awaited<ReturnType<typeof listAudit>> }) {
  return (
    <Table head={['When', 'Who', 'Did', 'To', 'Detail']}>
      {entries.map((entry) => (
        <Row key={entry.id}>
          <Cell className="text-muted">
            <Ago at={entry.at} />
          </Cell>
          <Cell className="max-w-48 truncate">{entry.actor}</Cell>
          <Cell className="font-mono text-[13px]">{entry.action}</Cell>
          <Cell className="max-w-60 truncate">{entry.subject}</Cell>
          <Cell wide className="font-mono text-xs text-muted">
            {entry.detail ? JSON.stringify(entry.detail) : ''}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
