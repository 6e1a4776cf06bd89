import type { Metadata } from 'next';
import { Heading } from '@/app/_ui/heading';
import { requireActor } from '@/lib/auth/current';
import { scriptKinds } from '@/lib/scripts/schema';
import { kindNames } from '../kinds';
import { Workbench } from '../workbench';

export const metadata: Metadata = { title: 'New script' };

export default async function NewScriptPage({
  searchParams,
}: {
  searchParams: Promise<{ kind?: string }>;
}) {
  await requireActor();
  const { kind: asked } = await searchParams;
  const kind = scriptKinds.find((one) => one === asked && one !== 'main') ?? 'sub';
  return (
    <>
      <Heading title={`New ${kindNames[kind].name.toLowerCase()}`} note={kindNames[kind].about} />
      <Workbench kind={kind} script={null} revisions={[]} mayWrite />
    </>
  );
}
