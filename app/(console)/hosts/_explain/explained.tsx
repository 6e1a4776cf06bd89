import Link from 'next/link';
import { Card } from '@/app/_ui/card';
import { Notice } from '@/app/_ui/status';
import type { Explanation } from '@/lib/boot/schema';
import { Rendered } from './rendered';
import { Steps } from './steps';

const kinds: Record<Explanation['scripts'][number]['kind'], string> = {
  sub: 'sub script',
  kickstart: 'kickstart',
  pre: 'pre-install',
  post: 'post-install',
};

/** What a machine would get, and why: as it is now, and with an install authorised. */
export function Explained({ explained }: { explained: Explanation }) {
  const { ifAuthorised: then, facts } = explained;
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <Card title="If it booted now">
          <p className="mb-4 text-muted">{told(facts)}</p>
          <Steps steps={explained.steps} label="If it booted now" />
        </Card>
        <Rendered title="What it would run" text={explained.script} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        {then && 'refusal' in then && (
          <Notice meaning="attention">An install could not be authorised: {then.refusal}</Notice>
        )}
        {then && 'steps' in then && (
          <>
            <Card title="If an install were authorised">
              <Steps steps={then.steps} label="If an install were authorised" />
            </Card>
            <Rendered title="What it would run then" text={then.script} />
          </>
        )}
        {explained.scripts.length > 0 && (
          <Card title="Scripts, as they would be pinned">
            <ol className="flex flex-col gap-1">
              {explained.scripts.map((script) => (
                <li key={`${script.kind} ${script.id}`} className="flex gap-3">
                  <span className="w-24 shrink-0 text-muted">{kinds[script.kind]}</span>
                  <Link
                    href={`/scripts/${script.kind}/${script.id}`}
                    className="min-w-0 truncate hover:text-accent"
                  >
                    {script.title}
                  </Link>
                  <span className="tabular text-muted">r{script.revision}</span>
                </li>
              ))}
            </ol>
          </Card>
        )}
      </div>
    </div>
  );
}

/** What the machine tells of itself, as a sentence. */
function told({ macs, uuid, serial, platform, arch }: Explanation['facts']): string {
  const firmware = platform && (platform === 'efi' ? 'UEFI' : 'BIOS');
  const parts = [
    macs.length > 0 ? macs.join(', ') : 'a MAC that was never seen',
    uuid && `UUID ${uuid}`,
    serial && `serial ${serial}`,
    [firmware, arch].filter(Boolean).join(' '),
  ];
  return `It would tell ${parts.filter(Boolean).join(', ')}.`;
}
