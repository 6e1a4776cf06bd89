import { type Actor, may } from '@/lib/auth/actor';
import { diskUse, readRetention } from '@/lib/builds/retention/data';
import { sourceState } from '@/lib/builds/sources/data';
import { DiskUseCard } from './disk-use';
import { IpxeSource } from './ipxe-source';
import { RetentionForm } from './retention';

/** What builds keep, for how long, and what they are compiled from. */
export async function Builds({ actor }: { actor: Actor }) {
  const [kept, use, source] = await Promise.all([readRetention(), diskUse(), sourceState('ipxe')]);
  const mayOperate = may(actor, 'installation:operate');
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <RetentionForm kept={kept} mayChange={mayOperate} />
        <IpxeSource source={source} mayUpdate={mayOperate} />
      </div>
      <div className="min-w-0">
        <DiskUseCard use={use} />
      </div>
    </div>
  );
}
