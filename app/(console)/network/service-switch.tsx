'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { meaningOf, Notice } from '@/app/_ui/status';
import { Ago } from '@/app/_ui/time';
import type { ServiceStatus } from '@/lib/network/schema';
import { switchServiceAction } from './actions';

/** What is wanted, what is observed, and the sentence between them. */
export function ServiceSwitch({
  status,
  dhcp,
  dns,
  mayOperate,
  ready,
}: {
  status: ServiceStatus;
  /** DHCP and TFTP are wanted. */
  dhcp: boolean;
  dns: boolean;
  mayOperate: boolean;
  /** An interface is chosen. */
  ready: boolean;
}) {
  const router = useRouter();
  const [busy, setBusy] = useState<string | null>(null);

  async function turn(part: 'pxe' | 'dns', on: boolean) {
    setBusy(part);
    const result = await switchServiceAction({ part, on });
    setBusy(null);
    if (!result.ok) toast.error(result.message);
    router.refresh();
  }

  const differs = status.wanted !== (status.observed === 'on');
  return (
    <div className="mb-5">
      <Notice
        meaning={differs && status.observed === 'off' ? 'attention' : meaningOf(status.observed)}
        action={
          mayOperate && (
            <span className="flex flex-wrap gap-2">
              <Button
                look={dhcp ? 'plain' : 'primary'}
                busy={busy === 'pxe'}
                disabled={!ready && !dhcp}
                onClick={() => turn('pxe', !dhcp)}
              >
                {dhcp ? 'Turn DHCP and TFTP off' : 'Turn DHCP and TFTP on'}
              </Button>
              <Button
                busy={busy === 'dns'}
                disabled={!ready && !dns}
                onClick={() => turn('dns', !dns)}
              >
                {dns ? 'Turn DNS off' : 'Turn DNS on'}
              </Button>
            </span>
          )
        }
      >
        <span data-testid="service-sentence">
          {status.wanted ? 'Wanted on. ' : 'Wanted off. '}
          {status.observed.replace('-', ' ').replace(/^./, (letter) => letter.toUpperCase())}
          {status.since && (
            <>
              {' '}
              since <Ago at={status.since} />
            </>
          )}
          {status.reason ? `: ${status.reason}` : '.'}
        </span>
      </Notice>
    </div>
  );
}
