'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { errorsByField } from '@/app/_ui/form-errors';
import { changeNetworkAction, switchServiceAction } from '@/app/(console)/network/actions';
import { Findings } from '@/app/(console)/network/findings';
import { InterfaceChoice } from '@/app/(console)/network/interface-choice';
import type { Finding } from '@/lib/network/doctor';
import type { NetworkInterface } from '@/lib/network/schema';

/** Chooses the interface, turns the service on, and goes on to the last step. */
export function ChooseNetwork({
  interfaces,
  chosen: before,
  findings,
}: {
  interfaces: NetworkInterface[];
  chosen: string | null;
  findings: Finding[];
}) {
  const router = useRouter();
  const [chosen, setChosen] = useState(before);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const one = interfaces.find(({ name }) => name === chosen);
  const heard = (one?.dhcpProbe?.servers.length ?? 0) > 0;

  async function turnOn() {
    setBusy(true);
    setProblem(null);
    const saved = await changeNetworkAction({ interface: chosen });
    const result = saved.ok ? await switchServiceAction({ part: 'pxe', on: true }) : saved;
    setBusy(false);
    if (result.ok) router.push('/setup/ready');
    else setProblem(Object.values(errorsByField(result)).join(' '));
  }

  return (
    <div className="flex flex-col gap-4">
      <InterfaceChoice interfaces={interfaces} chosen={chosen} onChange={setChosen} />
      {before !== null && before === chosen && <Findings findings={findings} />}
      {heard && (
        <p className="text-attention">
          Two DHCP servers on one network take turns, and machines boot by luck. Turn the other one
          off, or choose an interface of its own for machines.
        </p>
      )}
      {problem && <p className="text-danger">{problem}</p>}
      <div className="flex items-center justify-between gap-2">
        <Link href="/" className="text-muted hover:text-ink">
          Later
        </Link>
        <Button look="primary" busy={busy} disabled={!chosen} onClick={turnOn}>
          Serve machines on {chosen ?? '…'}
        </Button>
      </div>
    </div>
  );
}
