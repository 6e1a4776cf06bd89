import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Card } from '@/app/_ui/card';
import { Heading } from '@/app/_ui/heading';
import { StateBadge } from '@/app/_ui/status';
import { type Actor, may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { mediaAvailability } from '@/lib/builds/announced/data';
import type { IpxeSpec } from '@/lib/builds/builders/ipxe/schema';
import type { IsoSpec } from '@/lib/builds/builders/iso/schema';
import { isInFlight, readBuild } from '@/lib/builds/data';
import { buildLogTail } from '@/lib/builds/logs/data';
import { mediaBase, readMedium } from '@/lib/builds/media/data';
import type { MediumDetail } from '@/lib/builds/media/schema';
import { isAppError } from '@/lib/core/errors';
import { publishedCapabilities } from '@/lib/scripts/data';
import type { Capabilities } from '@/lib/scripts/lint/ipxe/capabilities';
import { Log } from '../../builds/[id]/log';
import { origin } from '../_rest/origin';
import { capabilitiesOf } from '../_wizard/loader-capabilities';
import { kinds } from '../_wizard/names';
import { obstacleOf } from '../_wizard/obstacle';
import { About } from './about';
import { carriesToken } from './carries-token';
import { FriendlyLinks } from './friendly-links';
import { GetIt } from './get-it';
import { MediumActions } from './medium-actions';
import { OnIt } from './on-it';
import { Standing } from './standing';
import { textOnIt } from './text-on-it';

export const metadata: Metadata = { title: 'Boot medium' };

export default async function MediumPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireActor();
  const { medium, build, log } = await wholeOf({ actor, id });
  const [availability, published, text] = await Promise.all([
    mediaAvailability(),
    publishedCapabilities(),
    textOnIt({ actor, kind: medium.kind, spec: medium.spec }),
  ]);
  const { kind, engine, state } = medium;
  const inFlight = isInFlight(state);
  const mayWrite = may(actor, 'write');
  const logCard = (
    <Card
      title="Log"
      actions={
        <Link href={`/builds/${id}`} className="text-xs text-accent hover:underline">
          Open as a build
        </Link>
      }
      flush
    >
      <Log id={id} first={log} className={state === 'done' ? 'h-64' : 'h-96'} />
    </Card>
  );
  return (
    <>
      <Heading
        title={medium.title}
        note={
          <span className="flex flex-wrap items-center gap-x-3">
            <StateBadge state={state} />
            {kinds[kind].name}
          </span>
        }
        actions={mayWrite && <MediumActions medium={medium} />}
      />
      <div className="mb-5">
        <Standing
          medium={medium}
          obstacle={obstacleOf({ availability, kind, engine })}
          mayWrite={mayWrite}
        />
      </div>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="flex min-w-0 flex-col gap-4">
          {(inFlight || state === 'failed') && logCard}
          {medium.files.length > 0 && <GetIt medium={medium} />}
          {text && <OnIt text={text} capabilities={checkedAgainst(medium, published)} />}
          {!inFlight && state !== 'failed' && logCard}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {state === 'done' && (
            <FriendlyLinks
              medium={id}
              links={medium.links}
              closed={medium.closed}
              carriesToken={carriesToken(medium)}
              mayWrite={mayWrite}
            />
          )}
          <About medium={medium} worker={build.worker} />
        </div>
      </div>
    </>
  );
}

/** What the binary on the medium can do, where that is known. */
function checkedAgainst(medium: MediumDetail, capabilities: Capabilities | null) {
  const { platform, architectures, options } = medium.spec as Partial<IpxeSpec & IsoSpec>;
  return capabilitiesOf({
    capabilities,
    compiled: medium.engine === 'compiled',
    platforms: architectures ?? (platform ? [platform] : []),
    trust: Boolean(options?.trust),
  });
}

async function wholeOf({ actor, id }: { actor: Actor; id: string }) {
  const base = await mediaBase({ origin: await origin() });
  try {
    const [medium, build, log] = await Promise.all([
      readMedium({ actor, id, base }),
      readBuild({ actor, id }),
      buildLogTail({ actor, id }),
    ]);
    return { medium, build, log };
  } catch (error) {
    if (isAppError(error) && error.class === 'notFound') notFound();
    throw error;
  }
}
