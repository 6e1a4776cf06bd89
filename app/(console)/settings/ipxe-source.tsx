'use client';

import { Button } from '@/app/_ui/button';
import { Card, Facts } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Output } from '@/app/_ui/output';
import { type Meaning, Notice } from '@/app/_ui/status';
import { Ago } from '@/app/_ui/time';
import type { SourceAnswer } from '@/lib/builds/sources/schema';
import { cancelSourceUpdateAction, updateSourceAction } from './actions';
import { useAction } from './use-action';

const meanings: Record<SourceAnswer['state'], Meaning> = {
  absent: 'none',
  updating: 'working',
  ready: 'good',
  failed: 'failed',
};

const sentences: Record<SourceAnswer['state'], string> = {
  absent: 'No source is here yet.',
  updating: 'A worker is looking for a newer one.',
  ready: 'Builds that need the compiler are made from this source.',
  failed: 'The last update failed.',
};

/** Where iPXE is compiled from: what is there, why, and the next step. */
export function IpxeSource({ source, mayUpdate }: { source: SourceAnswer; mayUpdate: boolean }) {
  const { state, reason, version, location, lookedAt, log } = source;
  const { busy, errors, run } = useAction();
  return (
    <Card
      title="iPXE’s source"
      actions={
        mayUpdate &&
        (state === 'updating' ? (
          <Button look="danger" busy={busy} onClick={() => void run(cancelSourceUpdateAction({}))}>
            Stop the update
          </Button>
        ) : (
          <Button busy={busy} onClick={() => void run(updateSourceAction({}))}>
            {version ? 'Update now' : 'Fetch it now'}
          </Button>
        ))
      }
    >
      <div className="flex flex-col gap-4">
        <Notice meaning={meanings[state]}>
          {sentences[state]} {reason}
        </Notice>
        {errors.form && <p className="text-danger">{errors.form}</p>}
        <Facts
          rows={[
            ['Where from', <Copy key="location" text={location} />],
            ['Version', version?.describe ?? 'none yet'],
            [
              'Commit',
              version ? (
                <Copy key="commit" text={version.commit}>
                  {version.commit.slice(0, 20)}…
                </Copy>
              ) : (
                '–'
              ),
            ],
            ['Dated', version?.date ? <Ago key="date" at={version.date} /> : '–'],
            ['Looked at', <Ago key="looked" at={lookedAt} />],
          ]}
        />
        <p className="text-xs text-muted">
          The setting IPXE_SOURCE of the processes says where from: a folder or a git URL.
        </p>
        {log.length > 0 && (
          <Output text={log.join('\n')} className="max-h-48 rounded-md bg-raised p-3" />
        )}
      </div>
    </Card>
  );
}
