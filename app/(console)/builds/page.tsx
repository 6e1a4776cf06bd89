import { PackageCheck } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { ButtonLink } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { duration } from '@/app/_ui/duration';
import { Empty } from '@/app/_ui/empty';
import { Heading } from '@/app/_ui/heading';
import { Progress } from '@/app/_ui/progress';
import { StateBadge } from '@/app/_ui/status';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { listBuilds } from '@/lib/builds/data';
import { isMediaKind } from '@/lib/builds/media/schema';
import { NewBuild } from './new-build';

export const metadata: Metadata = { title: 'Builds' };

export default async function BuildsPage() {
  const actor = await requireActor();
  const builds = await listBuilds({ actor, limit: 100 });
  const create = may(actor, 'installation:operate') && <NewBuild />;
  return (
    <>
      <Heading
        title="Builds"
        note={
          <>
            Bootloaders, the agent, images and{' '}
            <Link href="/media" className="text-accent underline">
              boot media
            </Link>{' '}
            are made here, once for each set of inputs.
          </>
        }
        actions={
          <>
            <ButtonLink look="quiet" href="/settings?tab=builds">
              What is kept
            </ButtonLink>
            {create}
          </>
        }
      />
      <Card flush>
        {builds.length === 0 ? (
          <Empty Picture={PackageCheck} title="Nothing was built yet" action={create}>
            The worker makes the bootloaders and the agent by itself when it starts. Images are made
            under Images, boot media under Media.
          </Empty>
        ) : (
          <Table head={['What', 'Kind', 'State', 'Took', 'Asked by', 'When']}>
            {builds.map((build) => (
              <Row key={build.id}>
                <Cell className="max-w-64 truncate">
                  <Link href={`/builds/${build.id}`} className="font-medium hover:text-accent">
                    {build.title}
                  </Link>
                </Cell>
                <Cell className="text-muted">
                  {isMediaKind(build.kind) ? (
                    <Link href={`/media/${build.id}`} className="hover:text-accent">
                      {build.kind}, medium
                    </Link>
                  ) : (
                    build.kind
                  )}
                </Cell>
                <Cell className="w-full">
                  <div className="flex items-center gap-3">
                    <StateBadge state={build.state} />
                    {build.state === 'running' && (
                      <div className="flex items-center gap-3 text-xs text-muted">
                        <span className="w-24 shrink-0">
                          <Progress value={build.progress} label={build.step ?? 'building'} />
                        </span>
                        <span className="max-w-52 truncate" title={build.step ?? undefined}>
                          {build.step}
                        </span>
                      </div>
                    )}
                    {build.state === 'failed' && (
                      <span
                        className="max-w-72 truncate text-xs text-muted"
                        title={build.reason ?? undefined}
                      >
                        {build.reason}
                      </span>
                    )}
                    {build.reused && <span className="text-xs text-muted">was there already</span>}
                  </div>
                </Cell>
                <Cell className="tabular text-muted">
                  {build.startedAt && build.endedAt
                    ? duration(build.endedAt.getTime() - build.startedAt.getTime())
                    : '–'}
                </Cell>
                <Cell className="max-w-44 truncate text-muted">{build.requestedBy}</Cell>
                <Cell className="text-muted">
                  <Ago at={build.createdAt} />
                </Cell>
              </Row>
            ))}
          </Table>
        )}
      </Card>
    </>
  );
}
