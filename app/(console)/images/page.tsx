import { HardDrive } from 'lucide-react';
import type { Metadata } from 'next';
import { bytes } from '@/app/_ui/bytes';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Empty } from '@/app/_ui/empty';
import { Heading } from '@/app/_ui/heading';
import { Progress } from '@/app/_ui/progress';
import { StateBadge } from '@/app/_ui/status';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { listImages } from '@/lib/images/data';
import { AddImage } from './add-image';
import { DebianButton } from './debian-button';
import { DeleteImage } from './delete-image';

export const metadata: Metadata = { title: 'Images' };

export default async function ImagesPage() {
  const actor = await requireActor();
  const images = await listImages({ actor });
  const mayWrite = may(actor, 'write');
  const actions = mayWrite && (
    <>
      <AddImage />
      <DebianButton primary={images.length === 0} />
    </>
  );
  return (
    <>
      <Heading
        title="Images"
        note="What the agent writes to a disk: the whole disk, bootable."
        actions={actions}
      />
      <Card flush>
        {images.length === 0 ? (
          <Empty
            Picture={HardDrive}
            title="No images yet"
            action={mayWrite && <DebianButton primary />}
          >
            Build a small Debian here (about a minute), upload a disk image, or name one by URL.
            Raw, gzip, zstd and qcow2 are understood.
          </Empty>
        ) : (
          <Table head={['Name', 'State', 'Format', 'Size', 'On the disk', 'SHA-256', 'Made', '']}>
            {images.map((image) => (
              <Row key={image.id}>
                <Cell className="max-w-52 truncate font-medium">{image.name}</Cell>
                <Cell className="w-full">
                  <div className="flex items-center gap-3">
                    <StateBadge state={image.state} />
                    {image.step && (
                      <div className="w-40">
                        <Progress value={image.progress} label={image.step} />
                      </div>
                    )}
                    {image.reason && (
                      <span className="max-w-52 truncate text-xs text-muted" title={image.reason}>
                        {image.reason}
                      </span>
                    )}
                  </div>
                </Cell>
                <Cell className="text-muted">{image.format}</Cell>
                <Cell className="tabular text-muted">{bytes(image.size)}</Cell>
                <Cell className="tabular text-muted">{bytes(image.rawSize)}</Cell>
                <Cell>
                  {image.sha256 ? (
                    <Copy text={image.sha256}>{image.sha256.slice(0, 8)}…</Copy>
                  ) : (
                    <span className="text-faint">–</span>
                  )}
                </Cell>
                <Cell className="text-muted">
                  <Ago at={image.createdAt} />
                </Cell>
                <Cell>{mayWrite && <DeleteImage id={image.id} name={image.name} />}</Cell>
              </Row>
            ))}
          </Table>
        )}
      </Card>
    </>
  );
}
