import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/app/_ui/button';
import { bytes } from '@/app/_ui/bytes';
import { Card, Facts } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { duration } from '@/app/_ui/duration';
import { Heading } from '@/app/_ui/heading';
import { Progress } from '@/app/_ui/progress';
import { meaningOf, Notice, StateBadge } from '@/app/_ui/status';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { readBuild } from '@/lib/builds/data';
import { buildLogTail } from '@/lib/builds/logs/data';
import { isMediaKind, segmentOf } from '@/lib/builds/media/schema';
import type { BuildDetail } from '@/lib/builds/schema';
import { isAppError } from '@/lib/core/errors';
import { SpecText } from '../../media/_rest/spec-text';
import { CancelBuild } from './cancel-build';
import { Log } from './log';

export const metadata: Metadata = { title: 'Build' };

export default async function BuildPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireActor();
  const [build, log] = await Promise.all([
    readBuild({ actor, id }),
    buildLogTail({ actor, id }),
  ]).catch((error) => {
    if (isAppError(error) && error.class === 'notFound') notFound();
    throw error;
  });
  const running = build.state === 'running' || build.state === 'queued';
  return (
    <>
      <Heading
        title={build.title}
        note={<StateBadge state={build.state} />}
        actions={
          <>
            {running && may(actor, 'write') && <CancelBuild id={id} />}
            {isMediaKind(build.kind) && (
              <ButtonLink href={`/media/${id}`}>Open as a medium</ButtonLink>
            )}
          </>
        }
      />
      <div className="mb-5">
        <Notice meaning={meaningOf(build.state)}>
          {build.reason ?? build.step ?? `The build is ${build.state}.`}
          {running && (
            <span className="mt-2 flex items-center gap-3">
              <Progress value={build.progress} label={build.step ?? 'building'} />
              <span className="tabular shrink-0 text-xs text-muted">
                {Math.round(build.progress * 100)} %
              </span>
            </span>
          )}
        </Notice>
      </div>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
        <Card title="Log" flush>
          <Log id={id} first={log} className="h-[60vh]" />
        </Card>
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="About">
            <Facts
              rows={[
                ['Kind', build.kind],
                ['Asked by', build.requestedBy],
                ['When', <Ago key="when" at={build.createdAt} />],
                [
                  'Took',
                  build.startedAt && build.endedAt
                    ? duration(build.endedAt.getTime() - build.startedAt.getTime())
                    : '–',
                ],
                ['Worker', build.worker],
                [
                  'Fingerprint',
                  build.fingerprint && (
                    <Copy key="print" text={build.fingerprint}>
                      {build.fingerprint.slice(0, 16)}…
                    </Copy>
                  ),
                ],
              ]}
            />
            <p className="mt-4 mb-1 text-xs text-muted">Spec</p>
            <SpecText spec={build.spec} className="-mx-4 max-h-96 !py-0" />
          </Card>
          {build.artifact && (
            <Card title={`Files · ${bytes(build.artifact.size)}`} flush>
              <Table head={['Name', 'Size', 'SHA-256']}>
                {build.artifact.files.map((file) => (
                  <Row key={file.name}>
                    <Cell wide>
                      <a
                        href={addressOf(build, file.name)}
                        className="font-mono text-[13px] hover:text-accent"
                        download
                      >
                        {file.name}
                      </a>
                    </Cell>
                    <Cell className="tabular text-muted">{bytes(file.size)}</Cell>
                    <Cell>
                      <Copy text={file.sha256}>{file.sha256.slice(0, 8)}…</Copy>
                    </Cell>
                  </Row>
                ))}
              </Table>
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

/** Of a file. What holds a secret of the team is not among the artifacts that are open to everybody. */
function addressOf({ id, kind, fingerprint }: BuildDetail, file: string): string {
  const name = encodeURIComponent(file);
  return isMediaKind(kind)
    ? `/api/${segmentOf[kind]}/${id}?file=${name}`
    : `/artifacts/${fingerprint}/${name}`;
}
