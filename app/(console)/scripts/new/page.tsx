import type { Metadata } from 'next';
import { Heading } from '@/app/_ui/heading';
import { TabLinks } from '@/app/_ui/tab-links';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { publishedCapabilities } from '@/lib/scripts/data';
import { library } from '@/lib/scripts/library/library';
import { Workbench } from '../_workbench/workbench';
import { kindNames, madeKinds } from '../kinds';
import { offeredUrls, offeredVariables } from '../offers';

export const metadata: Metadata = { title: 'New script' };

export default async function NewScriptPage({
  searchParams,
}: {
  searchParams: Promise<{ kind?: string }>;
}) {
  const actor = await requireActor();
  const { kind: asked } = await searchParams;
  const kind = madeKinds.find((one) => one === asked) ?? 'sub';
  const [variables, urls, capabilities] = await Promise.all([
    offeredVariables({ actor }),
    offeredUrls({ actor }),
    publishedCapabilities(),
  ]);
  return (
    <>
      <Heading title="New script" note={kindNames[kind].about} />
      <TabLinks
        label="Kinds of script"
        tabs={madeKinds.map((one) => ({
          name: kindNames[one].name,
          href: `/scripts/new?kind=${one}`,
          here: one === kind,
        }))}
      />
      <Workbench
        key={kind}
        kind={kind}
        script={null}
        starters={library
          .filter((ready) => ready.kind === kind)
          .map(({ note, ...ready }) => ({ ...ready, about: note }))}
        variables={variables}
        urls={urls}
        capabilities={capabilities}
        me={actor.name}
        mayWrite={may(actor, 'write')}
      />
    </>
  );
}
