import { bytes } from '@/app/_ui/bytes';
import { Card } from '@/app/_ui/card';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { BuildKind } from '@/lib/builds/builder';
import type { DiskUse } from '@/lib/builds/retention/schema';

const kinds: Record<BuildKind, string> = {
  loaders: 'Bootloaders',
  agent: 'Agents',
  image: 'Images as they were built',
  ipxe: 'iPXE binaries',
  grub: 'GRUB images',
  syslinux: 'SYSLINUX',
  iso: 'ISO and USB media',
};

interface Line {
  name: string;
  what: string;
  count: number;
  bytes: number;
}

/** What builds take of the disk, kind by kind. */
export function DiskUseCard({ use }: { use: DiskUse }) {
  const lines: Line[] = [
    ...use.artifacts.map(({ kind, ...rest }) => ({
      name: kinds[kind],
      what: 'artifacts',
      ...rest,
    })),
    ...use.caches.map((cache) => ({ ...cache, what: 'cache' })),
    { name: 'Logs', what: 'database', ...use.logs },
    { name: 'Builds at work', what: 'scratch', ...use.atWork },
    ...(use.copies ? [{ name: 'Copies from the bucket', what: 'copies', ...use.copies }] : []),
  ];
  const whole = lines.reduce((sum, line) => sum + line.bytes, 0);
  return (
    <Card
      title={`On disk · ${bytes(whole)}`}
      actions={<span className="text-xs text-muted">{bytes(use.free)} free</span>}
      flush
    >
      <Table head={['What', 'Where', 'How many', 'Size']}>
        {lines.map((line) => (
          <Row key={`${line.what}:${line.name}`}>
            <Cell wide>{line.name}</Cell>
            <Cell className="text-muted">{line.what}</Cell>
            <Cell className="tabular text-muted">{line.count}</Cell>
            <Cell className="tabular">{bytes(line.bytes)}</Cell>
          </Row>
        ))}
      </Table>
      <p className="truncate border-t border-line px-4 py-2 text-xs text-muted" title={use.store}>
        Measured <Ago at={use.measuredAt} />. Artifacts are kept in{' '}
        {use.store === 'folder' ? 'the data folder' : use.store}.
      </p>
    </Card>
  );
}
