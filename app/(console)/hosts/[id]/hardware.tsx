import { CircuitBoard } from 'lucide-react';
import { bytes } from '@/app/_ui/bytes';
import { Card, Facts } from '@/app/_ui/card';
import { Empty } from '@/app/_ui/empty';
import { Cell, Row, Table } from '@/app/_ui/table';
import type { HostDetail } from '@/lib/hosts/schema';
import { inventoryView } from './inventory-view';

/** What the agent found in the machine. */
export function Hardware({ host }: { host: HostDetail }) {
  const found = inventoryView(host.inventory);
  if (!found) {
    return (
      <Card>
        <Empty Picture={CircuitBoard} title="No inventory yet">
          The agent takes it when it runs on this machine, before anything is written.
        </Empty>
      </Card>
    );
  }
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title="Machine">
        <Facts
          rows={[
            ['Maker', [found.vendor, found.product].filter(Boolean).join(' ') || null],
            ['Serial', found.serial],
            ['UUID', found.uuid],
            ['Firmware', found.firmware],
            ['Processor', found.cpu],
            ['Memory', found.memoryBytes ? bytes(found.memoryBytes) : null],
          ]}
        />
      </Card>
      <Card title="Cards" flush>
        <Table head={['Name', 'MAC', 'Driver', 'Link']}>
          {found.cards.map((card) => (
            <Row key={card.name}>
              <Cell className="font-mono text-[13px]">{card.name}</Cell>
              <Cell className="font-mono text-[13px]">{card.mac ?? '–'}</Cell>
              <Cell className="text-muted">{card.driver ?? '–'}</Cell>
              <Cell className="text-muted">{card.link}</Cell>
            </Row>
          ))}
        </Table>
      </Card>
      <Card title="Disks" flush className="lg:col-span-2">
        <Table head={['Path', 'Size', 'Model', 'Serial', 'Holds']}>
          {found.disks.map((disk) => (
            <Row key={disk.path}>
              <Cell className="font-mono text-[13px]">{disk.path}</Cell>
              <Cell className="tabular">{bytes(disk.size)}</Cell>
              <Cell className="text-muted">{disk.model ?? '–'}</Cell>
              <Cell className="text-muted">{disk.serial ?? '–'}</Cell>
              <Cell wide className="text-muted">
                {disk.what}
              </Cell>
            </Row>
          ))}
        </Table>
      </Card>
    </div>
  );
}
