import { Card, Facts } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Curl } from '@/app/_ui/curl';
import { duration } from '@/app/_ui/duration';
import { Ago } from '@/app/_ui/time';
import { engineFor } from '@/lib/builds/builders/ipxe/engine';
import type { IpxeSpec } from '@/lib/builds/builders/ipxe/schema';
import type { IsoSpec } from '@/lib/builds/builders/iso/schema';
import type { MediumDetail } from '@/lib/builds/media/schema';
import { requestOf } from '../_rest/request';
import { SpecText } from '../_rest/spec-text';
import { shortSpec } from '../_wizard/spec';

const engines = { prebuilt: 'ready parts', compiled: 'compiled from source' };

/** What it is, what made it, and the call that makes the same. */
export function About({ medium, worker }: { medium: MediumDetail; worker: string | null }) {
  const { id, kind, startedAt, endedAt, inputs } = medium;
  const spec = shortSpec({ kind, spec: medium.spec as object });
  const reasons = medium.engine ? engineFor(medium.spec as IpxeSpec | IsoSpec).reasons : [];
  const took =
    startedAt && endedAt
      ? duration(new Date(endedAt).getTime() - new Date(startedAt).getTime())
      : '–';
  return (
    <>
      <Card title="About">
        <Facts
          rows={[
            ['Id', <Copy key="id" text={id} />],
            ['Asked by', medium.requestedBy],
            ['When', <Ago key="when" at={medium.createdAt} />],
            ['Took', took],
            ['Worker', worker ?? '–'],
            ...(medium.engine
              ? ([['Made from', engines[medium.engine]]] as [string, string][])
              : []),
            [
              'Request',
              medium.specHash ? (
                <Copy key="hash" text={medium.specHash}>
                  {medium.specHash.slice(0, 16)}…
                </Copy>
              ) : (
                '–'
              ),
            ],
            [
              'Fingerprint',
              medium.fingerprint ? (
                <Copy key="print" text={medium.fingerprint}>
                  {medium.fingerprint.slice(0, 16)}…
                </Copy>
              ) : (
                '–'
              ),
            ],
          ]}
        />
        {reasons.length > 0 && (
          <>
            <p className="mt-3 text-muted">It needs the compiler:</p>
            <ul aria-label="Why the compiler is needed" className="list-disc pl-5 text-muted">
              {reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </>
        )}
      </Card>
      {inputs.length > 0 && (
        <Card title="What made it">
          <ul aria-label="Inputs" className="flex flex-col gap-1.5">
            {inputs.map((input) => (
              <li key={input.name} className="min-w-0">
                <span className="block truncate font-mono text-[13px]" title={input.name}>
                  {input.name}
                </span>
                <span className="block truncate font-mono text-xs text-muted" title={input.version}>
                  {input.version}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title="Spec" actions={<Curl {...requestOf({ kind, spec })} />} flush>
        <SpecText spec={spec} className="max-h-96" />
      </Card>
    </>
  );
}
