import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { isAppError } from '@/lib/core/errors';
import { isPublished, listRevisions, publishedCapabilities, readScript } from '@/lib/scripts/data';
import { scriptKinds } from '@/lib/scripts/schema';
import { namersOf } from '@/lib/scripts/uses/data';
import { Workbench } from '../../_workbench/workbench';
import { offeredUrls, offeredVariables } from '../../offers';

export const metadata: Metadata = { title: 'Script' };

export default async function ScriptPage({
  params,
  searchParams,
}: {
  params: Promise<{ kind: string; id: string }>;
  searchParams: Promise<{ as?: string }>;
}) {
  const [{ kind: asked, id }, { as }] = await Promise.all([params, searchParams]);
  const kind = scriptKinds.find((one) => one === asked);
  if (!kind) notFound();
  const actor = await requireActor();
  const [script, revisions] = await Promise.all([
    readScript({ actor, kind, id }),
    listRevisions({ actor, kind, id }),
  ]).catch((error) => {
    if (isAppError(error) && error.class === 'notFound') notFound();
    throw error;
  });
  const [published, includers, variables, urls, capabilities] = await Promise.all([
    kind === 'main' ? isPublished({ id, revision: script.revision }) : null,
    kind === 'main' ? [] : namersOf({ ...script, teamId: actor.teamId }),
    offeredVariables({ actor }),
    offeredUrls({ actor }),
    publishedCapabilities(),
  ]);
  return (
    <Workbench
      key={id}
      kind={kind}
      script={script}
      revisions={revisions}
      includers={includers}
      variables={variables}
      urls={urls}
      capabilities={capabilities}
      published={published}
      me={actor.name}
      mayWrite={kind === 'main' ? may(actor, 'installation:administer') : may(actor, 'write')}
      previewHost={as}
    />
  );
}
