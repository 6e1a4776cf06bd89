import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Live } from '@/app/_ui/live';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { networkView } from '@/lib/network/data';
import { EntryCard } from '../../_parts/entry-card';
import { SetupSteps } from '../../_parts/setup-steps';
import { ChooseNetwork } from './choose-network';

export const metadata: Metadata = { title: 'Set up the network' };

export default async function SetupNetworkPage() {
  const actor = await requireActor();
  if (!may(actor, 'installation:administer')) redirect('/');
  const view = await networkView({ actor });
  return (
    <Live>
      <div data-wide />
      <SetupSteps current={2} />
      <EntryCard
        title="Which network serves machines?"
        note="On it, this installation answers DHCP, DNS and TFTP. Nothing is turned on before you say so."
      >
        <ChooseNetwork
          interfaces={view.interfaces}
          chosen={view.settings.interface}
          findings={view.findings}
        />
      </EntryCard>
    </Live>
  );
}
