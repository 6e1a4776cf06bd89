'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { Stranger } from '@/lib/hosts/strangers/schema';
import { rejectStrangerAction } from './actions';
import { HostDialog } from './host-dialog';

/** Machines that booted here and are nobody's host yet. */
export function StrangerTable({
  strangers,
  profiles,
  mayAccept,
}: {
  strangers: Stranger[];
  profiles: { id: string; name: string }[];
  mayAccept: boolean;
}) {
  const [accepting, setAccepting] = useState<Stranger | null>(null);
  const [showRejected, setShowRejected] = useState(false);
  const rejected = strangers.filter((one) => one.rejected);
  const shown = showRejected ? strangers : strangers.filter((one) => !one.rejected);
  if (shown.length === 0 && rejected.length === 0) return null;
  return (
    <Card
      flush
      className="mb-5"
      title={
        shown.length === 1
          ? '1 machine waits to be accepted'
          : `${shown.length} machines wait to be accepted`
      }
      actions={
        rejected.length > 0 && (
          <Button look="quiet" onClick={() => setShowRejected(!showRejected)}>
            {showRejected ? 'Hide' : 'Show'} {rejected.length} rejected
          </Button>
        )
      }
    >
      {shown.length > 0 && (
        <Table head={['MAC', 'Machine', 'Firmware', 'Address', 'Seen', '']}>
          {shown.map((one) => (
            <Row key={one.mac} className="arrive">
              <Cell>
                <Copy text={one.mac} />
              </Cell>
              <Cell wide className="text-muted">
                {[one.vendor, one.product, one.serial && `serial ${one.serial}`]
                  .filter(Boolean)
                  .join(' · ') || 'told nothing'}
              </Cell>
              <Cell className="text-muted">
                {[one.platform, one.arch].filter(Boolean).join(' ') || '–'}
              </Cell>
              <Cell className="font-mono text-[13px] text-muted">{one.address ?? '–'}</Cell>
              <Cell className="text-muted">
                <Ago at={one.lastSeenAt} />
                {one.sightings > 1 && `, ${one.sightings} times`}
              </Cell>
              <Cell>
                {mayAccept && (
                  <span className="flex justify-end gap-2">
                    <Button look="primary" onClick={() => setAccepting(one)}>
                      Accept
                    </Button>
                    {!one.rejected && (
                      <Button
                        onClick={async () => {
                          const result = await rejectStrangerAction({ mac: one.mac });
                          if (!result.ok) toast.error(result.message);
                        }}
                      >
                        Reject
                      </Button>
                    )}
                  </span>
                )}
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      {accepting && (
        <HostDialog
          title={`Accept ${accepting.mac}`}
          note="It becomes a host of this team. Nothing is installed until you say so."
          submit="Accept"
          name={accepting.suggestedName}
          macs={accepting.macs}
          stranger={accepting.mac}
          profiles={profiles}
          onClose={() => setAccepting(null)}
        />
      )}
    </Card>
  );
}
