import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { isAppError } from '@/lib/core/errors';
import { isPublished, listRevisions, readScript } from '@/lib/scripts/data';
import { scriptKinds } from '@/lib/scripts/schema';
import { Workbench } from '../../workbench';

export const metadata: Metadata = { title: 'Script' };

export default async function ScriptPage({
  params,
}: {
  params: Promise<{ kind: string; id: string }>;
}) {
  const { kind: asked, id } = await params;
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
  const published = kind === 'main' ? await isPublished({ id, revision: script.revision }) : null;
  return (
    <Workbench
      key={id}
      kind={kind}
      script={script}
      revisions={revisions}
      published={published}
      mayWrite={kind === 'main' ? may(actor, 'installation:administer') : may(actor, 'write')}
    />
  );
}
