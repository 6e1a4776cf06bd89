import { Card } from '@/app/_ui/card';
import { Status } from '@/app/_ui/status';
import { engineFor } from '@/lib/builds/builders/ipxe/engine';
import type { IpxeSpec } from '@/lib/builds/builders/ipxe/schema';
import type { IsoSpec } from '@/lib/builds/builders/iso/schema';
import type { Choices } from './choices';
import type { Ground } from './ground';
import { obstacleOf } from './obstacle';
import { SourceNote } from './source-note';
import { runsIpxe } from './steps';

/** Which engine makes it, and why; and whether it can be had here. */
export function EngineNote({
  choices,
  spec,
  ground,
}: {
  choices: Choices;
  spec: object | null;
  ground: Ground;
}) {
  const { kind } = choices;
  const choice = spec && runsIpxe(choices) ? engineFor(spec as IpxeSpec | IsoSpec) : null;
  const obstacle = obstacleOf({
    availability: ground.availability,
    kind,
    engine: choice?.engine ?? null,
  });
  return (
    <Card title="How it is made">
      <div className="flex flex-col gap-2" aria-live="polite">
        {choice?.engine === 'compiled' && (
          <>
            <p>Compiled from iPXE’s source: minutes for the first of its options, then moments.</p>
            {choice.reasons.length > 0 && (
              <ul aria-label="Why the compiler is needed" className="list-disc pl-5 text-muted">
                {choice.reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            )}
            <SourceNote source={ground.source} />
          </>
        )}
        {choice?.engine === 'prebuilt' && (
          <p>From the distribution’s ready iPXE, in a moment: nothing chosen needs a compiler.</p>
        )}
        {!runsIpxe(choices) && <p>From the distribution’s own parts, in a moment.</p>}
        {runsIpxe(choices) && !choice && (
          <p className="text-muted">Known when the choices are whole.</p>
        )}
        {obstacle && (
          <div>
            <Status meaning="attention">Not here and now</Status>
            <p className="break-words text-muted">{obstacle}</p>
          </div>
        )}
      </div>
    </Card>
  );
}
