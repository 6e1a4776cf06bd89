import type { ReactNode } from 'react';
import { Live } from '@/app/_ui/live';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { memberships } from '@/lib/auth/data';
import { serviceStates } from '@/lib/network/data';
import { Shell } from './_shell/shell';
import { teamCounts } from './_shell/team-counts';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const [teams, counts, services] = await Promise.all([
    memberships({ actor }),
    teamCounts(),
    serviceStates(),
  ]);
  const dnsmasq = services.find((service) => service.name === 'dnsmasq');
  return (
    <Live>
      <Shell
        who={{ name: actor.name, teamId: actor.teamId, teamName: actor.teamName, role: actor.role }}
        teams={teams}
        hostCount={counts.total}
        network={dnsmasq?.observed ?? 'off'}
        mayOperate={may(actor, 'write')}
      >
        {children}
      </Shell>
    </Live>
  );
}
